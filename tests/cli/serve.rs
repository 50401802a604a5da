use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::{Duration, Instant},
};

use crate::{command, gotchas, stderr, work_tree};

/// The longest that a build may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);
const GOTCHA: &str = "gotchas/cookies/multiple-set-cookie.yaml";
const PAGE: &str = "/cookies/multiple-set-cookie.html";

/// A running `gotchas serve`, ended when dropped.
struct Server {
    child: Child,
    port: u16,
    said: Receiver<String>,
}

impl Server {
    fn start(book: &Path, args: &[&str]) -> Self {
        let mut child = command()
            .current_dir(book)
            .arg("serve")
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = lines(child.stderr.take().unwrap());
        let out = lines(child.stdout.take().unwrap());
        let line = out
            .recv_timeout(PATIENCE)
            .expect("an address on standard output");
        let address = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"))
            .expect("an address");
        let port = address
            .trim_end_matches('/')
            .rsplit(':')
            .next()
            .unwrap()
            .parse()
            .unwrap();
        assert!(address.starts_with("http://127.0.0.1:"), "{line}");
        Server { child, port, said }
    }

    /// Status and body of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer)
    }

    /// Waits until a page satisfies the condition.
    fn wait_for(&self, path: &str, condition: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let (_, body) = self.get(path);
            if condition(&body) {
                return body;
            }
            assert!(start.elapsed() < PATIENCE, "{path} stays\n{body}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the server says something that contains this.
    fn wait_to_hear(&self, text: &str) {
        while !self
            .said
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| panic!("never said `{text}`"))
            .contains(text)
        {}
    }

    /// Opens the websocket that pages open.
    fn live_reload(&self) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let key = "dGhlIHNhbXBsZSBub25jZQ==";
        let head = format!(
            "GET /__livereload HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            stream.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        assert!(
            answer.starts_with(b"HTTP/1.1 101"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
        stream
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(stream: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    receiver
}

fn change(book: &Path, from: &str, to: &str) {
    let path = book.join(GOTCHA);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "`{from}` is not in {GOTCHA}");
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn serves_rebuilds_and_keeps_the_last_good_site() {
    let book = work_tree();
    let server = Server::start(book.path(), &["--port", "0"]);
    let (status, page) = server.get(PAGE);
    assert_eq!(status, 200);
    assert!(
        page.contains("__livereload") && page.contains("CFW901"),
        "{page}"
    );
    assert_eq!(server.get("/").0, 200);
    assert_eq!(server.get("/no/such/page.html").0, 404);
    assert_eq!(server.get("/../Cargo.toml").0, 404);

    let mut socket = server.live_reload();
    change(
        book.path(),
        "takeaway: |\n",
        "takeaway: |\n  Newly written words.\n\n",
    );
    server.wait_for(PAGE, |page| page.contains("Newly written words."));
    let mut frame = [0; 8];
    socket.read_exact(&mut frame).unwrap();
    assert_eq!(&frame[2..], b"reload");

    change(book.path(), "\nseverity: ", "\nseverity: not-");
    server.wait_to_hear("multiple-set-cookie.yaml");
    server.wait_to_hear("last good site");
    assert!(server.get(PAGE).1.contains("Newly written words."));

    change(book.path(), "\nseverity: not-", "\nseverity: ");
    change(book.path(), "Newly written words.", "Mended words.");
    server.wait_for(PAGE, |page| page.contains("Mended words."));
}

#[test]
fn shows_the_problems_where_there_is_no_site_yet() {
    let book = work_tree();
    change(book.path(), "\nseverity: ", "\nseverity: <not>-");
    let server = Server::start(book.path(), &["--port", "0"]);
    let (status, page) = server.get("/");
    assert_eq!(status, 503);
    assert!(
        page.contains("multiple-set-cookie.yaml") && page.contains("&lt;not&gt;"),
        "{page}"
    );
    change(book.path(), "\nseverity: <not>-", "\nseverity: ");
    server.wait_for(PAGE, |page| page.contains("CFW901"));
}

#[test]
fn a_port_that_is_taken_is_said() {
    let book = work_tree();
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let said = stderr(
        gotchas()
            .current_dir(book.path())
            .args(["serve", "--port", &port]),
        2,
    );
    assert!(said.contains(&port) && said.contains("--port"), "{said}");
    // Whoever runs the tests may have something on the usual port already; then this one comes second anyway.
    let _usual = TcpListener::bind(("127.0.0.1", 3000));
    let server = Server::start(book.path(), &[]);
    assert_ne!(server.port, 3000);
    server.wait_to_hear("Port 3000 is taken");
}
