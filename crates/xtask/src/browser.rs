//! The browser that the page is tested in.

use std::path::PathBuf;

use crate::Result;
use crate::debian;

/// The variables that name a browser's executable, the first one first.
const VARIABLES: [&str; 2] = ["ATTENTION_BROWSER", "CHROME_PATH"];

const COMMANDS: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
];

const PLACES: [&str; 5] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// Finds a Chromium; on Debian, as root, installs one where there is none.
pub fn find_or_install() -> Result<PathBuf> {
    for variable in VARIABLES {
        if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
            let path = PathBuf::from(path);
            return if path.is_file() {
                Ok(path)
            } else {
                Err(format!(
                    "{variable} names {}, which is not a file.",
                    path.display()
                ))
            };
        }
    }
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if debian::can_install() {
        debian::install(
            &["chromium", "fonts-dejavu-core"],
            "the tests in the browser",
        )?;
        if let Some(browser) = find() {
            return Ok(browser);
        }
    }
    Err("no browser was found. Install Chromium or Chrome \
         (on Debian: `apt-get install chromium`), or set ATTENTION_BROWSER to its executable."
        .into())
}

fn find() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&folders)
        .flat_map(|folder| COMMANDS.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    on_path.or_else(|| PLACES.iter().map(PathBuf::from).find(|path| path.is_file()))
}
