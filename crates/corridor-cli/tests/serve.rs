//! `corridor serve` as a process: the same answers as the command line, jobs that outlive a kill.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::format_push_string,
    clippy::format_collect,
    dead_code,
    reason = "a test that meets what it does not expect ends"
)]

#[path = "../../corridor-serve/tests/http/client.rs"]
mod client;

use client::{get, send};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that is killed at the end of its test, if not before.
struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    fn start(jobs: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_corridor"))
            .args(["serve", "--port", "0", "--threads", "2", "--jobs"])
            .arg(jobs)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                let rest = line.split("http://").nth(1)?;
                rest.split(' ').next()?.parse().ok()
            })
            .expect("the server says where it listens");
        // What it says afterwards goes nowhere, and does not block it.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// SIGKILL: nothing is tidied up.
    fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn corridor(args: &[&str]) -> Vec<u8> {
    let done = Command::new(env!("CARGO_BIN_EXE_corridor")).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Waits until a job is so.
fn wait(server: &Server, at: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    let began = Instant::now();
    loop {
        let job = get(server.address, at).json();
        if is_so(&job) {
            return job;
        }
        assert!(began.elapsed() < Duration::from_mins(2), "waited in vain: {job}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn the_command_line_and_the_server_give_the_same_answer() {
    let jobs = tempfile::tempdir().unwrap();
    let server = Server::start(jobs.path());
    for (args, path) in [
        (
            vec!["distance", "INNSA", "NLRTM", "--on", "2026-07-01", "--json"],
            "/v1/distance?from=INNSA&to=NLRTM&on=2026-07-01",
        ),
        (
            vec!["plan", "Mumbai", "Moscow", "--depart", "2026-07-01", "--avoid", "suez", "--json"],
            "/v1/plan?from=Mumbai&to=Moscow&depart=2026-07-01&avoid=suez",
        ),
        (vec!["places", "Мумб", "--json"], "/v1/places?q=%D0%9C%D1%83%D0%BC%D0%B1"),
    ] {
        let printed: Value = serde_json::from_slice(&corridor(&args)).unwrap();
        assert_eq!(get(server.address, path).json(), printed, "{path}");
    }
}

#[test]
fn a_killed_server_goes_on_with_its_job() {
    let folder = tempfile::tempdir().unwrap();
    let jobs = folder.path().join("jobs");
    let mut server = Server::start(&jobs);
    // Enough rows that the kill falls into the middle, written in blocks of 64 origins.
    let points: Vec<Value> = (0..900)
        .map(|n| {
            let (lon, lat) = (f64::from(n % 60) * 2.0 - 20.0, f64::from(n / 60) * 1.5 + 30.0);
            json!({"id": format!("p{n}"), "place": {"lon": lon, "lat": lat}})
        })
        .collect();
    let body = json!({"origins": points, "mode": "rail", "on": "2026-07-01"});
    let headers = [("content-type", "application/json")];
    let reply = send(server.address, "POST", "/v1/matrix", &headers, body.to_string().as_bytes());
    assert_eq!(reply.status, 202, "{}", String::from_utf8_lossy(&reply.body));
    let at = reply.header("location").unwrap().to_owned();
    let before = wait(&server, &at, |job| job["rows"].as_u64() > Some(0) || job["state"] == "done");
    server.kill();

    let server = Server::start(&jobs);
    let after = get(server.address, &at).json();
    let done = wait(&server, &at, |job| job["state"] != "queued" && job["state"] != "running");
    assert_eq!(done["state"], "done", "{done}");
    // What was told to be on the disk was not computed again.
    assert!(done["rows"].as_u64() >= before["rows"].as_u64(), "{before} {after}");
    let result = get(server.address, done["result"].as_str().unwrap()).body;

    let table = folder.path().join("points.csv");
    let mut rows = String::from("id,place\n");
    for point in body["origins"].as_array().unwrap() {
        let (lon, lat) = (&point["place"]["lon"], &point["place"]["lat"]);
        let (lon, lat) = (lon.as_f64().unwrap(), lat.as_f64().unwrap());
        rows.push_str(&format!("{},\"{lon},{lat}\"\n", point["id"].as_str().unwrap()));
    }
    std::fs::write(&table, rows).unwrap();
    let (table, output) = (table.to_str().unwrap(), folder.path().join("whole.csv"));
    corridor(&[
        "matrix",
        "--mode",
        "rail",
        "--origins",
        table,
        "--destinations",
        table,
        "--on",
        "2026-07-01",
        "--output",
        output.to_str().unwrap(),
    ]);
    assert!(std::fs::read(output).unwrap() == result, "the resumed table is another one");
}
