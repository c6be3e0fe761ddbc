//! Stopping what runs side by side.

use reelcraft_core::{Control, Event, Result};

/// Tells all parts of a render to stop: when the caller asks for it, and when one of them failed.
#[derive(Debug, Clone)]
pub struct Halt {
    caller: Control,
    parts: Control,
}

impl Halt {
    /// Begins work for a caller.
    pub fn new(caller: &Control) -> Self {
        let forward = caller.clone();
        Self {
            caller: caller.clone(),
            parts: Control::new(move |event: Event| forward.report(event)),
        }
    }

    /// Asks all parts to stop; the caller's control is left alone.
    pub fn stop(&self) {
        self.parts.cancel();
    }

    /// Gives an error when the work must stop.
    pub fn check(&self) -> Result<()> {
        self.caller.check()?;
        self.parts.check()
    }

    /// The control for a part: its events go to the caller, and [`stop`](Self::stop) cancels it.
    pub fn control(&self) -> &Control {
        &self.parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_stop_the_work_and_only_one_stops_the_caller() {
        let caller = Control::default();
        let halt = Halt::new(&caller);
        assert!(halt.check().is_ok());
        halt.clone().stop();
        assert!(halt.check().is_err() && halt.control().is_cancelled());
        assert!(!caller.is_cancelled());

        let halt = Halt::new(&caller);
        caller.cancel();
        assert!(halt.check().is_err());
    }
}
