//! What asks the process to end (SIGTERM, SIGHUP) waits until the picker has left the terminal in order.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Whether the process was asked to end.
#[derive(Debug, Clone)]
pub struct Ending {
    asked: Arc<AtomicBool>,
    /// Whether it ends at once.
    at_once: Arc<AtomicBool>,
}

impl Ending {
    /// Listens from now on; until [`Ending::hold`] says otherwise, the process ends at once.
    pub fn new() -> io::Result<Ending> {
        let ending = Ending {
            asked: Arc::new(AtomicBool::new(false)),
            at_once: Arc::new(AtomicBool::new(true)),
        };
        ending.listen()?;
        Ok(ending)
    }

    #[cfg(unix)]
    fn listen(&self) -> io::Result<()> {
        use signal_hook::{
            consts::{SIGHUP, SIGTERM},
            flag,
        };
        for signal in [SIGTERM, SIGHUP] {
            flag::register_conditional_default(signal, Arc::clone(&self.at_once))?;
            flag::register(signal, Arc::clone(&self.asked))?;
        }
        Ok(())
    }

    /// Elsewhere nobody asks.
    #[cfg(not(unix))]
    fn listen(&self) -> io::Result<()> {
        Ok(())
    }

    /// Has the process wait for whoever looks at [`Ending::is_asked_for`], or no more.
    pub fn hold(&self, hold: bool) {
        self.at_once.store(!hold, Ordering::SeqCst);
    }

    /// Whether somebody asked while it was held.
    pub fn is_asked_for(&self) -> bool {
        self.asked.load(Ordering::SeqCst)
    }
}
