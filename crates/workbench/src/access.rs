//! Who may ask: the hosts that are answered, the password, sessions, tries, and tokens.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a session lasts.
pub const SESSION: Duration = Duration::from_secs(12 * 3600);
/// Sessions at once at most; the oldest goes.
const SESSIONS: usize = 256;
/// Wrong passwords a minute: from one address, and from all.
const TRIES: usize = 5;
const TRIES_OF_ALL: usize = 30;
const MINUTE: Duration = Duration::from_secs(60);
/// Letters of a password at most, so that hashing one takes bounded time.
pub const PASSWORD: usize = 1_024;

/// Who may ask.
pub struct Access {
    /// The address that is listened on.
    pub address: SocketAddr,
    /// Further names that the server may be asked by.
    pub names: Vec<String>,
    /// The token of pages where there is no password, and of the login.
    pub token: String,
    hash: Option<String>,
    sessions: Mutex<BTreeMap<String, Session>>,
    tries: Mutex<Vec<(IpAddr, Instant)>>,
}

#[derive(Clone)]
struct Session {
    token: String,
    since: Instant,
}

/// Random letters that nobody can guess, from the system.
///
/// # Errors
/// The system gives none.
pub fn secret() -> Result<String, String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random bytes: {error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Whether two texts are the same, in a time that hangs on their lengths alone.
pub fn same(one: &str, two: &str) -> bool {
    one.len() == two.len() && one.bytes().zip(two.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}

impl Access {
    /// Access at an address; with a password, or with its Argon2 hash (`$argon2id$..`).
    ///
    /// # Errors
    /// The password cannot be used.
    pub fn new(address: SocketAddr, names: Vec<String>, password: Option<&str>) -> Result<Self, String> {
        let hash = password.map(hashed).transpose()?;
        Ok(Self { address, names, token: secret()?, hash, sessions: Mutex::default(), tries: Mutex::default() })
    }

    /// Whether a password is asked for.
    pub fn locked(&self) -> bool {
        self.hash.is_some()
    }

    /// Whether a `Host` is one that this server answers to: loopback by its names and numbers; bound to another address that
    /// address, or any number where it is bound to all; and the names given. A foreign name that was led here is none of these.
    pub fn answers_to(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|letter| letter.is_ascii_digit()) => {
                (name, Some(port))
            }
            _ => (host, None),
        };
        let given = self.names.iter().any(|own| own.eq_ignore_ascii_case(name));
        // Behind a proxy the names given may come without this server's port.
        if given {
            return true;
        }
        if port.and_then(|port| port.parse::<u16>().ok()).unwrap_or(80) != self.address.port() {
            return false;
        }
        let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
        match bare.parse::<IpAddr>() {
            Ok(number) if number.is_loopback() => self.address.ip().is_loopback() || self.address.ip().is_unspecified(),
            Ok(number) => number == self.address.ip() || self.address.ip().is_unspecified(),
            Err(_) => {
                name.eq_ignore_ascii_case("localhost")
                    && (self.address.ip().is_loopback() || self.address.ip().is_unspecified())
            }
        }
    }

    /// How long this address must wait before it may try a password again.
    pub fn must_wait(&self, from: IpAddr) -> Option<Duration> {
        let now = Instant::now();
        let mut tries = lock(&self.tries);
        tries.retain(|(_, at)| now.duration_since(*at) < MINUTE);
        let own: Vec<Instant> = tries.iter().filter(|(address, _)| *address == from).map(|(_, at)| *at).collect();
        let first = if own.len() >= TRIES {
            own.first().copied()
        } else if tries.len() >= TRIES_OF_ALL {
            tries.first().map(|(_, at)| *at)
        } else {
            None
        };
        first.map(|at| MINUTE.saturating_sub(now.duration_since(at)))
    }

    /// Whether this is the password; a try is counted before it is looked at, and taken back where it is right. Takes a moment.
    pub fn is_password(&self, from: IpAddr, password: &str) -> bool {
        let Some(hash) = &self.hash else { return false };
        let at = Instant::now();
        lock(&self.tries).push((from, at));
        let right = password.len() <= PASSWORD
            && PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        if right {
            lock(&self.tries).retain(|own| *own != (from, at));
        }
        right
    }

    /// A new session; what its cookie holds.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn open(&self) -> Result<String, String> {
        let (cookie, token) = (secret()?, secret()?);
        let mut sessions = lock(&self.sessions);
        let now = Instant::now();
        sessions.retain(|_, session| now.duration_since(session.since) < SESSION);
        if sessions.len() >= SESSIONS {
            let oldest = sessions.iter().min_by_key(|(_, session)| session.since).map(|(key, _)| key.clone());
            oldest.and_then(|key| sessions.remove(&key));
        }
        sessions.insert(key_of(&cookie), Session { token, since: now });
        Ok(cookie)
    }

    /// The token of a cookie's session; of everybody where there is no password.
    pub fn token_of(&self, cookie: Option<&str>) -> Option<String> {
        if !self.locked() {
            return Some(self.token.clone());
        }
        let sessions = lock(&self.sessions);
        let session = sessions.get(&key_of(cookie?))?;
        (session.since.elapsed() < SESSION).then(|| session.token.clone())
    }

    /// Ends a session.
    pub fn close(&self, cookie: &str) {
        lock(&self.sessions).remove(&key_of(cookie));
    }
}

/// Sessions are kept by a hash of their cookie, so that looking one up tells nothing of it.
fn key_of(cookie: &str) -> String {
    Sha256::digest(cookie.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn hashed(password: &str) -> Result<String, String> {
    if password.starts_with("$argon2") {
        return match PasswordHash::new(password) {
            Ok(_) => Ok(password.to_string()),
            Err(error) => Err(format!("the password's hash cannot be read: {error}")),
        };
    }
    match password.chars().count() {
        0..=7 => Err("the password has fewer than 8 letters".into()),
        _ if password.len() > PASSWORD => Err(format!("the password has more than {PASSWORD} bytes")),
        _ => match Argon2::default().hash_password(password.as_bytes()) {
            Ok(hash) => Ok(hash.to_string()),
            Err(error) => Err(format!("the password cannot be hashed: {error}")),
        },
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::Access;

    #[track_caller]
    fn check(address: &str, names: &[&str], host: &str, expected: bool) {
        let names = names.iter().map(|name| (*name).to_string()).collect();
        let access = Access::new(address.parse().unwrap(), names, None).unwrap();
        assert_eq!(access.answers_to(host), expected, "{host} at {address}");
    }

    #[test]
    fn only_own_names_are_answered_to() {
        for host in ["127.0.0.1:8750", "localhost:8750", "LOCALHOST:8750", "[::1]:8750"] {
            check("127.0.0.1:8750", &[], host, true);
        }
        for host in [
            "127.0.0.1",
            "127.0.0.1:80",
            "evil.example:8750",
            "localhost.evil.example:8750",
            "",
            ":8750",
            "10.0.0.7:8750",
        ] {
            check("127.0.0.1:8750", &[], host, false);
        }
        check("10.0.0.7:8750", &[], "10.0.0.7:8750", true);
        check("10.0.0.7:8750", &[], "localhost:8750", false);
        check("0.0.0.0:8750", &[], "192.168.1.4:8750", true);
        check("0.0.0.0:8750", &[], "evil.example:8750", false);
        check("0.0.0.0:8750", &["talks.example"], "talks.example", true);
    }

    #[test]
    fn five_wrong_passwords_are_the_last_for_a_minute() {
        let access = Access::new("10.0.0.7:8750".parse().unwrap(), Vec::new(), Some("a long password")).unwrap();
        let from = "10.0.0.9".parse().unwrap();
        for _ in 0..5 {
            assert!(access.must_wait(from).is_none());
            assert!(!access.is_password(from, "guess"));
        }
        assert!(access.must_wait(from).is_some());
        assert!(access.must_wait("10.0.0.10".parse().unwrap()).is_none());
        assert!(Access::new("10.0.0.7:8750".parse().unwrap(), Vec::new(), Some("short")).is_err());
    }
}
