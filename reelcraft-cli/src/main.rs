//! The command line of Reelcraft.

mod arguments;
mod commands;
mod espeak_words;
mod exit;
mod output;
mod progress;
mod providers;
#[cfg(feature = "serve")]
mod serve;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use reelcraft_core::{Control, Error, Stage};
use tracing_subscriber::EnvFilter;

use arguments::{Arguments, Command};
use commands::Request;
use output::{BesideBars, Output};
use providers::{ProviderChoice, Providers};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = Output::new(&arguments.output);
    if !arguments.command.logs_by_itself() {
        log_to_stderr(arguments.output.verbose, arguments.output.quiet);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let code = match runtime {
        Ok(runtime) => runtime.block_on(run(arguments.command, arguments.provider, output)),
        Err(error) => {
            let error = Error::internal("cannot start threads").because(error);
            output.error(&error, None);
            exit::code_of(&error)
        }
    };
    ExitCode::from(code)
}

async fn run(command: Command, choice: ProviderChoice, output: Output) -> u8 {
    let request = match command {
        Command::Script(arguments) => Request::script(arguments),
        Command::Visuals(arguments) => Request::stage(arguments, Stage::Visuals),
        Command::Voice(arguments) => Request::stage(arguments, Stage::Voice),
        Command::Render(arguments) => Request::render(arguments),
        Command::Make(arguments) => match Request::make(arguments) {
            Ok(request) => request,
            Err(error) => return code(Err(error), output),
        },
        Command::New(arguments) => return code(commands::new(arguments, output), output),
        Command::Check(arguments) => {
            return commands::check(&arguments, &Providers::new(choice), output).await;
        }
        Command::Captions(arguments) => {
            let providers = Providers::new(choice);
            return code(
                commands::captions(arguments, &providers, output).await,
                output,
            );
        }
        Command::Cache { command } => return code(commands::cache(command, output), output),
        Command::Doctor => {
            let providers = Providers::new(choice);
            return code(commands::doctor(&providers, output).await, output);
        }
        #[cfg(feature = "serve")]
        Command::Serve(arguments) => {
            let served = serve::serve(&arguments, Providers::new(choice), output);
            return code(served.await, output);
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "reelcraft", &mut script);
            Output::data(String::from_utf8_lossy(&script).trim_end());
            return exit::DONE;
        }
        Command::EspeakWords(arguments) => {
            return code(espeak_words::espeak_words(&arguments), output);
        }
    };
    let control = Control::default();
    tokio::spawn(stop_on_signal(control.clone(), output));
    commands::run(request, &Providers::new(choice), output, &control).await
}

fn code(result: Result<(), Error>, output: Output) -> u8 {
    match result {
        Ok(()) => exit::DONE,
        Err(error) => {
            output.error(&error, None);
            exit::code_of(&error)
        }
    }
}

/// The first Ctrl-C asks the work to stop and keep what is done; the second one ends at once.
async fn stop_on_signal(control: Control, output: Output) {
    if tokio::signal::ctrl_c().await.is_ok() {
        output.say("stopping; what is done is kept (press Ctrl-C again to end at once)");
        control.cancel();
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        std::process::exit(i32::from(exit::code_of(&Error::cancelled())));
    }
}

/// Shows what happens inside: warnings, or more with `-v`; `REELCRAFT_LOG` says it in detail.
fn log_to_stderr(verbose: u8, quiet: bool) {
    let level = match (quiet, verbose) {
        (true, _) => "error",
        (_, 0) => "warn",
        (_, 1) => {
            "reelcraft=info,reelcraft_core=info,reelcraft_local=info,reelcraft_gemini=info,reelcraft_render=info,warn"
        }
        _ => "debug",
    };
    let filter = EnvFilter::try_from_env("REELCRAFT_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| BesideBars)
        .with_ansi(std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none())
        .without_time()
        .init();
}
