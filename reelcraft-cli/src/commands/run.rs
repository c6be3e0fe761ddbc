//! `reelcraft script|visuals|voice|render|make`: the pipeline over one or many projects.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::StreamExt as _;
use reelcraft_core::pipeline::{Costs, Forecast, Outcome, Work};
use reelcraft_core::project::{ProjectFile, ProjectStore as _};
use reelcraft_core::provider::Usage;
use reelcraft_core::{Control, Error, Event, Progress as _, Result, Stage};
use reelcraft_render::RenderOptions;
use serde_json::json;

use crate::arguments::{
    EncodingArguments, MakeArguments, RenderArguments, ScopeArguments, ScriptArguments,
    StageArguments,
};
use crate::exit;
use crate::output::Output;
use crate::output::shown;
use crate::progress::Reporter;
use crate::providers::Providers;

/// What is to be done, to which projects.
pub(crate) struct Request {
    files: Vec<PathBuf>,
    jobs: usize,
    work: Work,
    renderer: RenderOptions,
    is_forecast: bool,
}

impl Request {
    /// The script of one project, or some of its lines.
    pub(crate) fn script(arguments: ScriptArguments) -> Self {
        let ScriptArguments { mut stage, wish } = arguments;
        // A line that is named is written anew: one that is missing cannot be named.
        stage.force |= stage.scope.scenes.is_some();
        let mut request = Self::stage(stage, Stage::Script);
        request.work.wish = wish;
        request
    }

    /// One stage of one project. Pictures need prompts, so these are written as well.
    pub(crate) fn stage(arguments: StageArguments, stage: Stage) -> Self {
        let stages = match stage {
            Stage::Visuals => vec![Stage::Prompts, Stage::Visuals],
            stage => vec![stage],
        };
        let force = arguments.force.then_some(stage);
        Self {
            files: vec![arguments.file],
            jobs: 1,
            work: Work {
                scenes: arguments.scope.scenes.map(|list| list.0),
                force: force.into_iter().collect(),
                keep_stale: arguments.scope.keep_stale,
                ..Work::only(stages)
            },
            renderer: RenderOptions::default(),
            is_forecast: arguments.scope.dry_run,
        }
    }

    /// The video of one project.
    pub(crate) fn render(arguments: RenderArguments) -> Self {
        Self {
            files: vec![arguments.file],
            jobs: 1,
            work: Work {
                force: arguments
                    .force
                    .then_some(Stage::Render)
                    .into_iter()
                    .collect(),
                output: arguments.output,
                quality: arguments.encoding.quality,
                formats: arguments.encoding.formats.clone(),
                ..Work::only([Stage::Render])
            },
            renderer: render_options(arguments.encoding),
            is_forecast: arguments.dry_run,
        }
    }

    /// All stages of one or many projects.
    pub(crate) fn make(arguments: MakeArguments) -> Result<Self> {
        let ScopeArguments {
            scenes,
            keep_stale,
            dry_run,
        } = arguments.scope;
        if arguments.output.is_some() && arguments.files.len() > 1 {
            return Err(Error::invalid_input(
                "--output names one video, but there are several projects",
            )
            .hint("leave it out: each video goes beside its project"));
        }
        let jobs = arguments.jobs.get().min(arguments.files.len());
        Ok(Self {
            files: arguments.files,
            jobs,
            work: Work {
                scenes: scenes.map(|list| list.0),
                force: arguments.force.into_iter().map(|name| name.0).collect(),
                keep_stale,
                output: arguments.output,
                quality: arguments.encoding.quality,
                formats: arguments.encoding.formats.clone(),
                ..Work::default()
            },
            renderer: RenderOptions {
                workers: arguments.encoding.workers.or_else(|| shared_cores(jobs)),
                ..render_options(arguments.encoding)
            },
            is_forecast: dry_run,
        })
    }
}

fn render_options(arguments: EncodingArguments) -> RenderOptions {
    RenderOptions {
        workers: arguments.workers,
        cache_limit_bytes: arguments.cache.cache_limit,
        encoder: arguments.encoder,
        preset: arguments.preset,
        crf: arguments.crf,
        ..RenderOptions::default()
    }
}

/// The threads of each of several renders that run at the same time.
fn shared_cores(jobs: usize) -> Option<NonZeroUsize> {
    let cores = std::thread::available_parallelism().ok()?;
    NonZeroUsize::new((cores.get() / jobs.max(1)).max(1))
}

/// Does it, and gives the exit code.
pub(crate) async fn run(
    request: Request,
    providers: &Providers,
    output: Output,
    control: &Control,
) -> u8 {
    let many = request.files.len() > 1;
    let request = &request;
    let runs = request.files.iter().map(|path| {
        let reporter = Arc::new(Reporter::new(output, path, many));
        async move {
            let result = run_one(path, request, providers, output, &reporter, control).await;
            reporter.close();
            if let Err(error) = &result
                && !error.is_cancelled()
            {
                output.error(error, Some(path));
            }
            result.err()
        }
    });
    let errors: Vec<Option<Error>> = futures::stream::iter(runs)
        .buffer_unordered(request.jobs)
        .collect()
        .await;
    let failed: Vec<&Error> = errors.iter().flatten().collect();
    match failed.as_slice() {
        [] => exit::DONE,
        errors if errors.iter().any(|error| error.is_cancelled()) => {
            output.error(&Error::cancelled(), None);
            exit::code_of(&Error::cancelled())
        }
        [error, ..] if !many => exit::code_of(error),
        _ => {
            output.say(&format!(
                "{} of {} projects failed",
                failed.len(),
                request.files.len()
            ));
            exit::SOME_FAILED
        }
    }
}

async fn run_one(
    path: &Path,
    request: &Request,
    providers: &Providers,
    output: Output,
    reporter: &Arc<Reporter>,
    control: &Control,
) -> Result<()> {
    control.check()?;
    let begun = Instant::now();
    let file = ProjectFile::open(path)?;
    let project = file.load()?;
    let studio = providers.studio(&project, request.renderer.clone(), &request.work.stages)?;
    if request.is_forecast {
        let forecast = studio.forecast(&file, &request.work)?;
        return tell_forecast(path, forecast, output);
    }
    let own = {
        let reporter = Arc::clone(reporter);
        Control::new(move |event: Event| reporter.report(event))
    };
    let before = Costs::of(&file)?.total;
    let work = studio.run(&file, &request.work, &own);
    tokio::pin!(work);
    let outcome = tokio::select! {
        outcome = &mut work => outcome,
        () = control.cancelled() => {
            // What runs is asked to stop, and then waited for: it keeps what it has.
            own.cancel();
            work.await
        }
    };
    reporter.close();
    // What failed was paid as well.
    let costs = Costs::of(&file);
    if let Ok(costs) = &costs {
        output.json(&json!({ "event": "costs", "project": shown(path), "costs": costs }));
    }
    if let Ok(outcome) = &outcome {
        tell_outcome(path, outcome, begun.elapsed(), output);
    }
    if let Ok(costs) = costs {
        tell_costs(costs.total, before, output);
    }
    outcome.map(|_| ())
}

/// Tells what a run cost, and all of the project, where that is anything.
fn tell_costs(total: Usage, before: Usage, output: Output) {
    let now = total.since(before);
    if now.calls > 0 {
        let all = match before.calls {
            0 => String::new(),
            _ => format!("; {} in all so far", dollars(total)),
        };
        output.say(&format!("  cost          {}{all}", price(now)));
    }
}

/// A price in words: `$0.35 in 13 calls`.
fn price(usage: Usage) -> String {
    let calls = match usage.calls {
        1 => "1 call".to_owned(),
        count => format!("{count} calls"),
    };
    let unpriced = match usage.unpriced {
        0 => "",
        _ => ", without those of models whose price is not known",
    };
    format!("{} in {calls}{unpriced}", dollars(usage))
}

fn dollars(usage: Usage) -> String {
    let places = if usage.usd() < 0.1 { 4 } else { 2 };
    format!("${:.places$}", usage.usd())
}

fn tell_outcome(path: &Path, outcome: &Outcome, elapsed: Duration, output: Output) {
    output.json(&json!({ "event": "finished", "project": shown(path), "outcome": outcome }));
    if outcome.stages.is_empty() {
        output.good(&format!("{}: nothing to do", path.display()));
    }
    for stage in &outcome.stages {
        let what = match stage.stage {
            Stage::Script => "script",
            Stage::Prompts => "prompts",
            Stage::Visuals => "pictures",
            Stage::Voice => "spoken lines",
            Stage::Render => "segments",
        };
        output.say(&format!(
            "  {what:<13} {:>3} made, {:>3} kept  {:>6.1} s",
            stage.made, stage.reused, stage.secs
        ));
    }
    for video in outcome.video.iter().chain(&outcome.more_videos) {
        output.good(&format!(
            "{}  {:.1} s of video in {:.1} s",
            video.path.display(),
            video.secs,
            elapsed.as_secs_f64()
        ));
        output.path(&video.path);
    }
}

/// Tells what would be done; what stands in the way is an error.
fn tell_forecast(path: &Path, forecast: Forecast, output: Output) -> Result<()> {
    output.json(&json!({ "event": "forecast", "project": shown(path), "forecast": forecast }));
    output.say(&format!("{} would get:", path.display()));
    let list = |numbers: &[usize]| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        numbers.join(", ")
    };
    let mut nothing = true;
    if forecast.lines > 0 {
        nothing = false;
        output.say(&format!("  script        {} lines", forecast.lines));
    }
    for (what, scenes) in [
        ("new lines", &forecast.rewritten),
        ("prompts", &forecast.prompts),
        ("pictures", &forecast.images),
        ("spoken lines", &forecast.speech),
    ] {
        if !scenes.is_empty() {
            nothing = false;
            output.say(&format!("  {what:<13} scenes {}", list(scenes)));
        }
    }
    let usage: Usage = forecast.usage.values().copied().sum();
    if usage.calls > 0 {
        output.say(&format!("  cost          about {}", price(usage)));
    }
    if let Some(video) = &forecast.video {
        nothing = false;
        output.say(&format!("  video         {}", video.display()));
    }
    if nothing {
        output.say("  nothing, all of it is there");
    }
    if forecast.problems.is_empty() {
        return Ok(());
    }
    Err(Error::invalid("that would not work", forecast.problems))
}
