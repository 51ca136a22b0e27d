//! What HTTP costs: plans by the library beside plans by the server, then many small questions.
//!
//! ```sh
//! cargo run --release -p corridor-serve --example load -- [PLANS] [REQUESTS]
//! ```
//!
//! The server runs in the same process; its clients are threads of it too, so that what they take is
//! part of the figures.

#![expect(clippy::unwrap_used, reason = "a measurement that goes wrong ends")]

use corridor::{Engine, PlanRequest};
use corridor_serve::{Log, Options, serve};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

const ENDS: [&str; 12] = [
    "INNSA", "NLRTM", "SGSIN", "RULED", "AEJEA", "CNSHA", "DEHAM", "KRPUS", "ESBCN", "INMAA",
    "RUVVO", "GBFXT",
];

/// The ends and the day of the question of a number: no two questions are the same.
fn asked(n: usize) -> (&'static str, &'static str, jiff::civil::Date) {
    let (from, to) = (n % ENDS.len(), (n / ENDS.len()) % (ENDS.len() - 1));
    let to = if to >= from { to + 1 } else { to };
    let day = n / (ENDS.len() * (ENDS.len() - 1));
    let depart =
        jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(i64::try_from(day).unwrap());
    (ENDS[from], ENDS[to], depart)
}

/// One connection, kept open, and whether the last answer said when to come back.
struct Client(BufReader<TcpStream>, bool);

impl Client {
    fn new(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream), false)
    }

    /// Status and length of the answer.
    fn get(&mut self, path: &str) -> (u16, usize) {
        let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
        self.0.get_mut().write_all(head.as_bytes()).unwrap();
        let (mut status, mut length, mut line) = (0, 0, String::new());
        self.1 = false;
        loop {
            line.clear();
            self.0.read_line(&mut line).unwrap();
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.trim().parse().unwrap();
            } else if line.starts_with("retry-after: ") {
                self.1 = true;
            } else if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).unwrap();
        (status, length)
    }
}

/// Answers by status, when far more is asked at once than can wait. All but 200, 422 (no way there), 429
/// and 503 is a fault, and so is a refusal for lack of room that says not when to come back.
fn overload(server: SocketAddr, clients: usize, first: usize) -> BTreeMap<u16, usize> {
    let statuses = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for n in first..first + clients {
            let statuses = &statuses;
            scope.spawn(move || {
                let mut client = Client::new(server);
                let (status, _) = client.get(&path(n));
                let is_told = !matches!(status, 429 | 503) || client.1;
                let known = matches!(status, 200 | 422 | 429 | 503) && is_told;
                *statuses.lock().unwrap().entry(if known { status } else { 0 }).or_default() += 1;
            });
        }
    });
    statuses.into_inner().unwrap()
}

/// The path that asks the question of a number.
fn path(n: usize) -> String {
    let (from, to, depart) = asked(n);
    format!("/v1/plan?from={from}&to={to}&depart={depart}")
}

/// Runs `count` tasks on so many threads; the time it took and how many were well.
fn timed<'t>(
    threads: usize,
    count: usize,
    make: impl Fn() -> Task<'t> + Sync,
) -> (Duration, usize) {
    let (next, well) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut task = make();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        break;
                    }
                    well.fetch_add(usize::from(task(n)), Ordering::Relaxed);
                }
            });
        }
    });
    (began.elapsed(), well.into_inner())
}

/// What a thread does with a number, and whether that was well.
type Task<'t> = Box<dyn FnMut(usize) -> bool + 't>;

fn main() {
    let mut numbers = std::env::args().skip(1).map(|arg| arg.parse().unwrap());
    let plans: usize = numbers.next().unwrap_or(400);
    let requests: usize = numbers.next().unwrap_or(100_000);
    let engine: &'static Engine = Box::leak(Box::new(Engine::open(corridor_data::WORLD).unwrap()));
    let plan = move |n: usize| {
        let (from, to, depart) = asked(n);
        engine.plan(&PlanRequest::new(from, to, depart)).is_ok()
    };
    plan(0);
    let threads = thread::available_parallelism().unwrap().get();
    let (library, well) = timed(threads, plans, || Box::new(plan));
    println!("library: {plans} plans on {threads} threads in {library:.2?}, {well} with a way");
    println!("  {:.1} plans/s", plans as f64 / library.as_secs_f64());

    let (told, heard) = mpsc::channel();
    let jobs = tempfile::tempdir().unwrap();
    let options = Options {
        memory: 1_500_000_000,
        cors: Vec::new(),
        frames: Vec::new(),
        listen: (Ipv4Addr::LOCALHOST, 0).into(),
        threads: None,
        jobs: jobs.path().to_owned(),
        log: Log::Error,
    };
    thread::spawn(move || {
        let engine = Engine::open(corridor_data::WORLD).unwrap();
        serve(engine, &options, |address| told.send(address).unwrap()).unwrap();
    });
    let server = heard.recv().unwrap();
    Client::new(server).get(&path(plans));
    // Until the tiles are drawn, they take a thread.
    thread::sleep(Duration::from_secs(20));
    let clients = threads * 4;
    let http = || -> Task<'_> {
        let mut client = Client::new(server);
        Box::new(move |n| client.get(&path(n)).0 == 200)
    };
    let (over_http, well) = timed(clients, plans, http);
    println!("HTTP: {plans} plans from {clients} clients in {over_http:.2?}, {well} with a way");
    println!("  {:.1} plans/s", plans as f64 / over_http.as_secs_f64());
    println!("  {:.0} % of the library", 100.0 * library.as_secs_f64() / over_http.as_secs_f64());

    // One after the other: what a plan takes longer over HTTP.
    let lone = 40;
    let later = plans + 1000;
    let began = Instant::now();
    (later..later + lone).for_each(|n| {
        plan(n);
    });
    let by_library = began.elapsed() / lone as u32;
    let mut client = Client::new(server);
    let began = Instant::now();
    (later..later + lone).for_each(|n| {
        client.get(&path(n));
    });
    let by_http = began.elapsed() / lone as u32;
    let again = Instant::now();
    (later..later + lone).for_each(|n| {
        client.get(&path(n));
    });
    println!(
        "one plan: library {by_library:.2?}, HTTP {by_http:.2?}, asked again {:.2?}",
        again.elapsed() / lone as u32
    );

    let small = [
        "/v1/places?q=Mumb",
        "/v1/corridors?as_of=2026-07-01",
        "/v1/dataset",
        "/livez",
        "/v1/plan?from=INNSA&to=NLRTM&depart=2026-07-01",
        "/v1/tiles/2/2/1",
        "/v1/agreements?party=IN&as_of=2026-07-01",
        "/v1/places?q=Hamburg&limit=3",
        "/v1/distance?from=INNSA&to=NLRTM&on=2026-07-01",
        "/v1/parameters?words=rail.",
    ];
    let http = || -> Task<'_> {
        let mut client = Client::new(server);
        Box::new(move |n| client.get(small[n % small.len()]).0 == 200)
    };
    let (took, well) = timed(clients, requests, http);
    println!(
        "small: {requests} requests from {clients} clients in {took:.2?}, {} failed",
        requests - well
    );
    println!("  {:.0} requests/s", requests as f64 / took.as_secs_f64());

    let clients = 400;
    let began = Instant::now();
    let statuses = overload(server, clients, later + lone);
    println!(
        "overload: {clients} plans at once in {:.2?}, by status {statuses:?}",
        began.elapsed()
    );
    println!("  0 would be a fault: another status, a refusal without Retry-After");
}
