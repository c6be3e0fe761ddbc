//! The border to espeak-ng's library: everything that is `unsafe` is in this module. Names and
//! numbers are those of its header `speak_lib.h`.
#![allow(
    unsafe_code,
    reason = "espeak-ng's library is C; nothing outside this module touches it unsafely"
)]

use std::ffi::{CString, c_char, c_int, c_short, c_uint, c_void};
use std::ptr;
use std::sync::{Mutex, PoisonError};

use libloading::Symbol;
use reelcraft_core::{Error, Result};
use reelcraft_local::voice::{WordEvent, WordEvents};

#[cfg(target_os = "macos")]
const FILE: &str = "libespeak-ng.1.dylib";
#[cfg(windows)]
const FILE: &str = "libespeak-ng.dll";
#[cfg(not(any(target_os = "macos", windows)))]
const FILE: &str = "libespeak-ng.so.1";

const AUDIO_OUTPUT_SYNCHRONOUS: c_int = 2;
const INITIALIZE_DONT_EXIT: c_int = 0x8000;
const EVENT_LIST_TERMINATED: c_int = 0;
const EVENT_WORD: c_int = 1;
const POS_CHARACTER: c_int = 1;
const PARAMETER_RATE: c_int = 1;
const PARAMETER_VOLUME: c_int = 2;
const PARAMETER_PITCH: c_int = 3;
/// `espeakCHARS_UTF8`, `espeakPHONEMES` and `espeakENDPAUSE`, as espeak-ng the program has them
/// with `-b 1`: the sound is the same to the sample.
const SYNTH_FLAGS: c_uint = 0x1 | 0x100 | 0x1000;

/// `espeak_EVENT`.
#[repr(C)]
struct Event {
    kind: c_int,
    unique_identifier: c_uint,
    /// The character at which the word begins, from 1.
    text_position: c_int,
    /// In characters.
    length: c_int,
    /// Milliseconds from the start of the sound.
    audio_position: c_int,
    sample: c_int,
    user_data: *mut c_void,
    id: [u8; 8],
}

type SynthCallback = unsafe extern "C" fn(*mut c_short, c_int, *mut Event) -> c_int;
type Initialize = unsafe extern "C" fn(c_int, c_int, *const c_char, c_int) -> c_int;
type SetSynthCallback = unsafe extern "C" fn(SynthCallback);
type SetVoiceByName = unsafe extern "C" fn(*const c_char) -> c_int;
type SetParameter = unsafe extern "C" fn(c_int, c_int, c_int) -> c_int;
type Synth = unsafe extern "C" fn(
    *const c_void,
    usize,
    c_uint,
    c_int,
    c_uint,
    c_uint,
    *mut c_uint,
    *mut c_void,
) -> c_int;
type Synchronize = unsafe extern "C" fn() -> c_int;

/// What the library has said until now: it has one voice for the whole process.
static HEARD: Mutex<Heard> = Mutex::new(Heard {
    samples: 0,
    words: Vec::new(),
});

struct Heard {
    samples: u64,
    words: Vec<WordEvent>,
}

/// Takes what the library has made: so many samples, and what begins in them.
///
/// # Safety
///
/// `events` is null, or a list that ends with a terminating event.
unsafe extern "C" fn hear(_: *mut c_short, samples: c_int, events: *mut Event) -> c_int {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    heard.samples += u64::try_from(samples).unwrap_or(0);
    let mut next = events.cast_const();
    // SAFETY: the list is read up to the event that ends it.
    while let Some(event) = unsafe { next.as_ref() } {
        match event.kind {
            EVENT_LIST_TERMINATED => break,
            EVENT_WORD => heard.words.push(word(event)),
            _ => {}
        }
        // SAFETY: behind an event that does not end the list there is another one.
        next = unsafe { next.add(1) };
    }
    // 1 would end the speech.
    0
}

fn word(event: &Event) -> WordEvent {
    WordEvent {
        at: usize::try_from(event.text_position - 1).unwrap_or(0),
        length: usize::try_from(event.length).unwrap_or(0),
        secs: f64::from(event.audio_position) / 1000.0,
    }
}

/// The library, ready to speak. It stays open until the process ends.
pub(super) struct Library {
    library: &'static libloading::Library,
    sample_rate_hz: u32,
}

impl Library {
    pub(super) fn open() -> Result<Self> {
        // SAFETY: what espeak-ng's library does when it is opened is harmless; its name is fixed.
        let library = unsafe { libloading::Library::new(FILE) };
        let library = library.map_err(|error| {
            Error::unavailable(format!("{FILE} cannot be opened")).because(error)
        })?;
        // It has threads and handlers of its own: it is never closed under them.
        let library = Box::leak(Box::new(library));
        let initialize: Symbol<Initialize> = symbol(library, c"espeak_Initialize")?;
        let set_callback: Symbol<SetSynthCallback> = symbol(library, c"espeak_SetSynthCallback")?;
        // SAFETY: a path of null is where its data were installed.
        let rate = unsafe {
            initialize(
                AUDIO_OUTPUT_SYNCHRONOUS,
                0,
                ptr::null(),
                INITIALIZE_DONT_EXIT,
            )
        };
        let sample_rate_hz = u32::try_from(rate)
            .ok()
            .filter(|rate| *rate > 0)
            .ok_or_else(|| Error::unavailable("espeak-ng finds no data of its voices"))?;
        // SAFETY: `hear` is there as long as the process is.
        unsafe { set_callback(hear) };
        Ok(Self {
            library,
            sample_rate_hz,
        })
    }

    /// Chooses a voice by its language and variant.
    pub(super) fn set_voice(&self, name: &str) -> Result<()> {
        let unknown = || Error::invalid_input(format!("espeak-ng has no voice \"{name}\""));
        let text = CString::new(name).map_err(|_| unknown())?;
        let set_voice: Symbol<SetVoiceByName> = symbol(self.library, c"espeak_SetVoiceByName")?;
        // SAFETY: the text ends with a zero and is only read.
        let status = unsafe { set_voice(text.as_ptr()) };
        if status == 0 { Ok(()) } else { Err(unknown()) }
    }

    /// Sets words a minute, pitch and amplitude.
    pub(super) fn set_manner(&self, rate: i32, pitch: i32, amplitude: i32) -> Result<()> {
        let set: Symbol<SetParameter> = symbol(self.library, c"espeak_SetParameter")?;
        for (parameter, value) in [
            (PARAMETER_RATE, rate),
            (PARAMETER_PITCH, pitch),
            (PARAMETER_VOLUME, amplitude),
        ] {
            // SAFETY: numbers alone; it checks their range itself.
            let status = unsafe { set(parameter, value, 0) };
            succeeded(status)?;
        }
        Ok(())
    }

    /// Speaks a text, and says when its words begin. The sound is thrown away.
    pub(super) fn speak(&self, text: &str) -> Result<WordEvents> {
        let text = CString::new(text)
            .map_err(|_| Error::invalid_input("the text has a zero character in it"))?;
        let bytes = text.as_bytes_with_nul();
        let synth: Symbol<Synth> = symbol(self.library, c"espeak_Synth")?;
        let synchronize: Symbol<Synchronize> = symbol(self.library, c"espeak_Synchronize")?;
        *HEARD.lock().unwrap_or_else(PoisonError::into_inner) = Heard {
            samples: 0,
            words: Vec::new(),
        };
        // SAFETY: the text has as many bytes as is said, ends with a zero, and outlives the call,
        // which speaks all of it before it returns. What it may write to is null: it does not.
        let status = unsafe {
            synth(
                bytes.as_ptr().cast(),
                bytes.len(),
                0,
                POS_CHARACTER,
                0,
                SYNTH_FLAGS,
                ptr::null_mut(),
                ptr::null_mut(),
            )
        };
        succeeded(status)?;
        // SAFETY: it takes nothing.
        succeeded(unsafe { synchronize() })?;
        let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(WordEvents {
            words: std::mem::take(&mut heard.words),
            secs: heard.samples as f64 / f64::from(self.sample_rate_hz),
        })
    }
}

/// Finds a function of the library; `T` is its type.
fn symbol<'l, T>(
    library: &'l libloading::Library,
    name: &'static std::ffi::CStr,
) -> Result<Symbol<'l, T>> {
    // SAFETY: the types above are those of the header, which has kept them since version 1.49.
    let found = unsafe { library.get(name.to_bytes_with_nul()) };
    found.map_err(|error| {
        Error::unavailable(format!("{FILE} is another library than espeak-ng's")).because(error)
    })
}

fn succeeded(status: c_int) -> Result<()> {
    if status == 0 {
        Ok(())
    } else {
        Err(Error::unavailable(format!(
            "espeak-ng's library failed with {status}"
        )))
    }
}
