//! A PIN that a person types: asked for, and not shown while it is typed.

use std::io::{self, BufRead, Write};
use std::os::fd::AsFd;

use nix::sys::termios::{
    LocalFlags, SetArg, SpecialCharacterIndices, Termios, tcgetattr, tcsetattr,
};
use zeroize::Zeroizing;

use super::{MAX_SECRET, first_line};

/// Asks on `screen` and reads a line from `terminal`, which echoes only its end.
///
/// # Errors
/// [`io::ErrorKind::Interrupted`] after Ctrl+C, which is read as a letter meanwhile, so that the terminal is never left
/// without echo.
pub(super) fn typed(
    terminal: impl AsFd + BufRead,
    screen: &mut impl Write,
) -> io::Result<Zeroizing<String>> {
    write!(screen, "Mã PIN hoặc mật khẩu · PIN or password: ")?;
    screen.flush()?;
    let fd = terminal.as_fd().try_clone_to_owned()?;
    let silent = Silent::of(&fd)?;
    let typed = bytes(terminal);
    drop(silent);
    writeln!(screen)?;
    let typed = typed?;
    match typed.contains(&INTERRUPT) {
        true => Err(io::ErrorKind::Interrupted.into()),
        false => first_line(typed.as_slice()),
    }
}

/// Up to the end of the line, or Ctrl+C.
fn bytes(terminal: impl BufRead) -> io::Result<Zeroizing<Vec<u8>>> {
    // Room for all of it from the start, so that no copy is left behind when it would grow.
    let mut typed = Zeroizing::new(Vec::with_capacity(MAX_SECRET + 2));
    for byte in terminal.bytes().take(MAX_SECRET + 2) {
        let byte = byte?;
        typed.push(byte);
        if matches!(byte, b'\n' | INTERRUPT) {
            break;
        }
    }
    Ok(typed)
}

/// A terminal that shows nothing until this is dropped.
struct Silent<'t, T: AsFd> {
    terminal: &'t T,
    before: Termios,
}

impl<'t, T: AsFd> Silent<'t, T> {
    fn of(terminal: &'t T) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut silent = before.clone();
        silent
            .local_flags
            .remove(LocalFlags::ECHO | LocalFlags::ECHONL | LocalFlags::ISIG);
        // Ctrl+C ends the line.
        if let Some(end) = silent
            .control_chars
            .get_mut(SpecialCharacterIndices::VEOL as usize)
        {
            *end = INTERRUPT;
        }
        tcsetattr(terminal, SetArg::TCSADRAIN, &silent)?;
        Ok(Self { terminal, before })
    }
}

impl<T: AsFd> Drop for Silent<'_, T> {
    fn drop(&mut self) {
        // Nothing is left to do when the terminal is gone.
        let _ = tcsetattr(self.terminal, SetArg::TCSADRAIN, &self.before);
    }
}

/// What Ctrl+C is as a letter.
const INTERRUPT: u8 = 3;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs::File;
    use std::io::{BufReader, Read};

    use nix::pty::openpty;

    use super::*;

    /// A reader with the descriptor of its file, as standard input has one.
    struct Terminal(BufReader<File>);

    impl AsFd for Terminal {
        fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
            self.0.get_ref().as_fd()
        }
    }

    impl Read for Terminal {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer)
        }
    }

    impl BufRead for Terminal {
        fn fill_buf(&mut self) -> io::Result<&[u8]> {
            self.0.fill_buf()
        }

        fn consume(&mut self, amount: usize) {
            self.0.consume(amount);
        }
    }

    /// The result of typing these keys into a terminal, and what its screen shows of them.
    fn type_into(keys: &'static [u8]) -> (io::Result<Zeroizing<String>>, String) {
        let pair = openpty(None, None).unwrap();
        let (mut person, terminal) = (File::from(pair.master), File::from(pair.slave));
        let watched = terminal.try_clone().unwrap();
        let mut hand = person.try_clone().unwrap();
        let is_silent = move || {
            !tcgetattr(&watched)
                .unwrap()
                .local_flags
                .contains(LocalFlags::ECHO)
        };
        let typing = std::thread::spawn(move || {
            while !is_silent() {
                std::thread::yield_now();
            }
            hand.write_all(keys).unwrap();
        });
        let mut screen = Vec::new();
        let after = terminal.try_clone().unwrap();
        let line = typed(Terminal(BufReader::new(terminal)), &mut screen);
        typing.join().unwrap();
        assert!(String::from_utf8(screen).unwrap().contains("PIN"));
        let flags = tcgetattr(&after).unwrap().local_flags;
        assert!(
            flags.contains(LocalFlags::ECHO | LocalFlags::ISIG),
            "as before"
        );
        // The end of what the terminal shows, so that reading it does not wait.
        (&after).write_all(b"#").unwrap();
        let mut shown = String::new();
        let mut letter = [0];
        while !shown.ends_with('#') {
            person.read_exact(&mut letter).unwrap();
            shown.push(char::from(letter[0]));
        }
        (line, shown)
    }

    #[test]
    fn what_is_typed_is_not_shown() {
        let (line, shown) = type_into(b"12345678\n");
        assert_eq!(line.unwrap().as_str(), "12345678");
        assert_eq!(shown, "#");
    }

    #[test]
    fn an_interrupt_leaves_the_terminal_as_it_was() {
        let (line, shown) = type_into(b"1234\x03");
        assert_eq!(line.unwrap_err().kind(), io::ErrorKind::Interrupted);
        assert!(!shown.contains("1234"), "{shown}");
    }
}
