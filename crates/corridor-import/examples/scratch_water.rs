//! Scratch.
use corridor_network::fact::Waterway;
#[derive(serde::Deserialize)]
struct F { waterway: Vec<Waterway> }
fn main() -> anyhow::Result<()> {
    let f: F = toml::from_str(&std::fs::read_to_string("data/waterways.toml")?)?;
    let c = corridor_import::country::Countries::new()?;
    let t = std::time::Instant::now();
    let (layer, r) = corridor_import::water::layer(&f.waterway, &c)?;
    println!("{:?} {} waterways {} nodes {} links {:.0} km", t.elapsed(), r.waterways, r.nodes, r.links, r.length_km);
    for (id, s) in &r.stretch { println!("  {id} {s:.2}"); }
    for j in &r.junctions { println!("  junction {j:?}"); }
    for (id, n) in &r.sea_ends { println!("  sea {id} {:?}", layer.nodes[*n as usize]); }
    for (id, n) in &r.loose_ends { println!("  loose {id} {:?}", layer.nodes[*n as usize]); }
    let mut l: Vec<f64> = layer.links.iter().map(|l| l.length_km).collect();
    l.sort_by(f64::total_cmp);
    println!("links km min {:.1} median {:.1} p95 {:.1} max {:.1}", l[0], l[l.len()/2], l[l.len()*95/100], l[l.len()-1]);
    Ok(())
}
