//! A static file server for `dist/`, on this machine only.
//!
//! It sends the strict content security policy that a careful host would send,
//! so that nothing works here that would be blocked there.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Result;
use crate::build::build;
use crate::process::root;

const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      img-src 'self' data:; require-trusted-types-for 'script'";

/// Brings a policy of its own, which permits exactly the script that it has inside.
const ONE_FILE: &str = "attention.html";

/// A request's head that is longer than this is not read to its end.
const LONGEST_HEAD: u64 = 16 * 1024;

/// Builds, then serves until the program is stopped.
pub fn serve(port: u16) -> Result<()> {
    // The port is taken before the build, so that a taken one is told at once.
    let (listener, address) = listen(port)?;
    build()?;
    println!("{address}");
    // A reader at the other end of a pipe waits for this line.
    let _ = std::io::stdout().flush();
    accept(&listener);
    Ok(())
}

/// Serves `dist/` from a thread, for as long as this program runs.
pub fn serve_in_background() -> Result<String> {
    let (listener, address) = listen(0)?;
    std::thread::spawn(move || accept(&listener));
    Ok(address)
}

fn listen(port: u16) -> Result<(TcpListener, String)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        format!(
            "port {port} cannot be used ({error}). \
             Choose another, or let one be picked: cargo xtask serve --port 0"
        )
    })?;
    let port = listener
        .local_addr()
        .map_err(|error| format!("the server has no address: {error}."))?
        .port();
    Ok((listener, format!("http://127.0.0.1:{port}")))
}

fn accept(listener: &TcpListener) {
    for stream in listener.incoming().flatten() {
        std::thread::spawn(move || {
            // A browser that goes away in mid-answer needs no answer.
            let _ = answer(&stream);
        });
    }
}

fn answer(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_nodelay(true)?;
    let mut head = BufReader::new(stream.take(LONGEST_HEAD)).lines();
    let Some(request) = head.next().transpose()? else {
        return Ok(());
    };
    // The rest of the head is read, because closing with unread bytes resets the connection.
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let response = respond(&request, &root().join("dist"));
    let mut stream = stream;
    stream.write_all(&response)?;
    stream.flush()
}

fn respond(request: &str, folder: &Path) -> Vec<u8> {
    let mut words = request.split(' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    if !matches!(method, "GET" | "HEAD") {
        return response(
            "405 Method Not Allowed",
            "text/plain",
            b"Only GET and HEAD.",
            true,
        );
    }
    let with_body = method == "GET";
    let found =
        find(target, folder).and_then(|file| Some((media_type(&file), fs::read(&file).ok()?)));
    match found {
        Some((media_type, body)) if target.trim_start_matches('/').starts_with(ONE_FILE) => {
            head_and_body("200 OK", media_type, "", &body, with_body)
        }
        Some((media_type, body)) => response("200 OK", media_type, &body, with_body),
        None => response(
            "404 Not Found",
            "text/plain",
            b"There is no such file.",
            with_body,
        ),
    }
}

fn response(status: &str, media_type: &str, body: &[u8], with_body: bool) -> Vec<u8> {
    let policy = format!("Content-Security-Policy: {POLICY}\r\n");
    head_and_body(status, media_type, &policy, body, with_body)
}

fn head_and_body(
    status: &str,
    media_type: &str,
    policy: &str,
    body: &[u8],
    with_body: bool,
) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\
         {policy}X-Content-Type-Options: nosniff\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n"
    );
    let mut response = head.into_bytes();
    if with_body {
        response.extend_from_slice(body);
    }
    response
}

/// The file that a request's target names, if it lies in `folder`.
fn find(target: &str, folder: &Path) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let path = percent_decode(path.strip_prefix('/')?)?;
    let segments = path.split('/');
    if segments
        .clone()
        .any(|segment| segment == ".." || segment.contains(['\\', '\0', ':']))
    {
        return None;
    }
    let mut file = folder.to_path_buf();
    file.extend(segments.filter(|segment| !segment.is_empty()));
    if file.is_dir() {
        file.push("index.html");
    }
    // A symbolic link could still lead out.
    let file = file.canonicalize().ok()?;
    file.starts_with(folder.canonicalize().ok()?)
        .then_some(file)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

fn media_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_in_one_file_brings_its_own_policy() {
        let site = site("serve-one-file");
        fs::write(site.join("attention.html"), "article").unwrap();
        let article = ask("GET /attention.html?x HTTP/1.1", &site);
        assert!(article.starts_with("HTTP/1.1 200 OK\r\n"), "{article}");
        assert!(!article.contains("Content-Security-Policy"), "{article}");
    }

    /// A site of one page, one module, and a secret beside it.
    fn site(name: &str) -> PathBuf {
        let folder = root().join("target/xtask").join(name);
        let site = folder.join("dist");
        fs::create_dir_all(site.join("assets")).unwrap();
        fs::write(site.join("index.html"), "page").unwrap();
        fs::write(site.join("assets/a b.wasm"), "module").unwrap();
        fs::write(folder.join("secret"), "secret").unwrap();
        site
    }

    fn ask(request: &str, site: &Path) -> String {
        String::from_utf8(respond(request, site)).unwrap()
    }

    #[test]
    fn files_come_with_their_media_type_and_the_policy() {
        let site = site("serve-files");
        let page = ask("GET / HTTP/1.1", &site);
        assert!(page.starts_with("HTTP/1.1 200 OK\r\n") && page.ends_with("\r\n\r\npage"));
        assert!(page.contains("Content-Type: text/html") && page.contains(POLICY));
        let module = ask("GET /assets/a%20b.wasm?query HTTP/1.1", &site);
        assert!(
            module.contains("Content-Type: application/wasm\r\n") && module.ends_with("module")
        );
        let head = ask("HEAD /index.html HTTP/1.1", &site);
        assert!(head.contains("Content-Length: 4") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = site("serve-outside");
        for target in [
            "/../secret",
            "/%2e%2e/secret",
            "/assets/..%2f../secret",
            "/..%5csecret",
            "//../secret",
            "secret",
            "/%00",
            "/%f",
        ] {
            let answer = ask(&format!("GET {target} HTTP/1.1"), &site);
            assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        }
        assert!(ask("POST / HTTP/1.1", &site).starts_with("HTTP/1.1 405"));
        assert!(ask("", &site).starts_with("HTTP/1.1 405"));
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_does_not_lead_out() {
        let site = site("serve-link");
        let link = site.join("link");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(site.join("../secret"), &link).unwrap();
        assert!(ask("GET /link HTTP/1.1", &site).starts_with("HTTP/1.1 404"));
    }
}
