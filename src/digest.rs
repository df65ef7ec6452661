//! SHA-256 as the releases use it: of bytes, of streams on their way past, and shortened to ids.

use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

/// The SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// An id of `digits` hexadecimal digits that depends on `parts` and on where one ends and the next begins.
///
/// Every part is preceded by its length, so that `["ab", "c"]` and `["a", "bc"]` differ.
pub fn id(parts: &[&str], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut id = hex(&hasher.finalize());
    id.truncate(digits);
    id
}

/// The first 64 bits of the SHA-256 of `text`: the same in every run, unlike the hashes of the standard library.
pub fn key(text: &str) -> u64 {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).fold(0, |key, &byte| key << 8 | u64::from(byte))
}

/// `bytes` as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).map(char::from).collect()
}

/// A reader or writer that counts and digests what passes through it.
#[derive(Debug)]
pub struct Digesting<T> {
    inner: T,
    hasher: Sha256,
    bytes: u64,
}

impl<T> Digesting<T> {
    /// Watches `inner`.
    pub fn new(inner: T) -> Self {
        Digesting { inner, hasher: Sha256::new(), bytes: 0 }
    }

    /// What is watched.
    pub fn inner(&self) -> &T {
        &self.inner
    }

    /// Bytes that have passed.
    pub fn count(&self) -> u64 {
        self.bytes
    }

    /// The SHA-256 of the bytes that have passed, hexadecimal.
    pub fn sha256(&self) -> String {
        hex(&self.hasher.clone().finalize())
    }

    fn pass(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.bytes += bytes.len() as u64;
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.pass(&buffer[..count]);
        Ok(count)
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let count = self.inner.write(buffer)?;
        self.pass(&buffer[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_depend_on_where_parts_end() {
        assert_ne!(id(&["ab", "c"], 32), id(&["a", "bc"], 32));
        assert_eq!(id(&["a"], 12).len(), 12);
    }

    #[test]
    fn digests_are_the_published_ones() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut reader = Digesting::new(&b"abc"[..]);
        io::copy(&mut reader, &mut io::sink()).unwrap();
        assert_eq!((reader.count(), reader.sha256()), (3, sha256(b"abc")));
    }
}
