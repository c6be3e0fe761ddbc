//! Numbers for whoever runs the service, as Prometheus reads them.

use std::time::Duration;

use poem::http::Method;
use prometheus::{
    HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder,
};
use reelcraft_core::{Error, Result};

use crate::jobs::{JobKind, JobState};

/// Numbers for whoever runs the service.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    jobs: IntCounterVec,
    gauges: IntGaugeVec,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self> {
        let make = || -> prometheus::Result<Self> {
            let registry = Registry::new();
            let requests = HistogramVec::new(
                HistogramOpts::new("reelcraft_request_seconds", "Time to answer requests")
                    .buckets(vec![0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0]),
                &["method", "status"],
            )?;
            let jobs = IntCounterVec::new(
                Opts::new("reelcraft_jobs_total", "Jobs that have ended"),
                &["kind", "state"],
            )?;
            let gauges = IntGaugeVec::new(
                Opts::new("reelcraft_now", "What is the case now"),
                &["what"],
            )?;
            registry.register(Box::new(requests.clone()))?;
            registry.register(Box::new(jobs.clone()))?;
            registry.register(Box::new(gauges.clone()))?;
            Ok(Self {
                registry,
                requests,
                jobs,
                gauges,
            })
        };
        make().map_err(|error| Error::internal("cannot count").because(error))
    }

    /// A request was answered.
    pub(crate) fn request(&self, method: &Method, status: u16, elapsed: Duration) {
        // Methods that people make up would each be a series of their own.
        let method = match *method {
            Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE => {
                method.as_str()
            }
            _ => "other",
        };
        self.requests
            .with_label_values(&[method, &status.to_string()])
            .observe(elapsed.as_secs_f64());
    }

    /// A job has ended.
    pub(crate) fn job(&self, kind: JobKind, state: JobState) {
        let kind = format!("{kind:?}").to_lowercase();
        self.jobs
            .with_label_values(&[kind.as_str(), state.name()])
            .inc();
    }

    /// Something is the case now.
    pub(crate) fn now(&self, what: &str, value: i64) {
        self.gauges.with_label_values(&[what]).set(value);
    }

    /// All numbers as text.
    pub(crate) fn text(&self) -> Result<String> {
        TextEncoder::new()
            .encode_to_string(&self.registry.gather())
            .map_err(|error| Error::internal("cannot write the numbers").because(error))
    }
}
