//! The service: everything that its parts share, and how it begins and ends.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use reelcraft_core::Result;
use sqlx::SqlitePool;
use tokio::sync::{Notify, OnceCell, Semaphore};
use tokio_util::sync::CancellationToken;

use crate::assets::{Assets, Disk, Shapes, Uploads, keep_house};
use crate::data_folder::DataFolder;
use crate::database;
use crate::engine::{Engine, ProviderState};
use crate::jobs::{Bus, JobState, JobTable, JobsDesk, prepare, run_workers};
use crate::kept::{CallTable, KeptShelf, Locks};
use crate::metrics::Metrics;
use crate::music::Music;
use crate::preview::Preview;
use crate::problem::Answer;
use crate::projects::ProjectTable;
use crate::remembered::Remembered;
use crate::settings::{ApiToken, Settings};

/// How long a stopping service waits for calls that are paid for.
const PARKING_PATIENCE: Duration = Duration::from_secs(20);

/// How long it is remembered which providers there are: to find it out, programs are started.
const PROVIDERS_LAST: Duration = Duration::from_secs(30);

/// How long it is remembered how many jobs wait: everybody looks at that all the time.
const QUEUED_LASTS: Duration = Duration::from_millis(200);

/// Everything that the parts of the service share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) settings: Settings,
    pub(crate) token: Option<ApiToken>,
    pub(crate) engine: Arc<dyn Engine>,
    pub(crate) folder: Arc<DataFolder>,
    pub(crate) pool: SqlitePool,
    /// For what only looks: it never waits behind what writes.
    pub(crate) reading: SqlitePool,
    pub(crate) assets: Assets,
    pub(crate) uploads: Uploads,
    pub(crate) shapes: Shapes,
    pub(crate) preview: Preview,
    /// How many projects are packed at once.
    pub(crate) packers: Arc<Semaphore>,
    /// Wakes whoever keeps the house.
    pub(crate) untidy: Notify,
    pub(crate) jobs: Arc<JobsDesk>,
    pub(crate) projects: ProjectTable,
    pub(crate) kept: KeptShelf,
    pub(crate) locks: Locks,
    pub(crate) music: Music,
    pub(crate) metrics: Arc<Metrics>,
    /// Who writes, draws and speaks.
    pub(crate) providers: Remembered<Vec<ProviderState>>,
    /// The H.264 encoders that work here, once somebody has asked.
    pub(crate) encoders: OnceCell<Vec<&'static str>>,
    /// How many jobs wait.
    pub(crate) queued: Remembered<Answer<u32>>,
    /// Cancelled when the service ends.
    pub(crate) closing: CancellationToken,
}

impl std::ops::Deref for Shared {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Shared {
    /// How many jobs wait, or waited a moment ago.
    pub(crate) async fn queued(&self) -> Answer<u32> {
        let jobs = JobTable::new(self.reading.clone());
        let count = async { Ok(jobs.count(JobState::Queued, "").await?.0) };
        self.queued.get(count).await
    }

    /// The threads of one render: the cores, shared by all renders that run at once.
    pub(crate) fn render_workers(&self) -> Option<NonZeroUsize> {
        let cores = std::thread::available_parallelism().ok()?;
        let renders = self.settings.limits.renders();
        NonZeroUsize::new((cores.get() / renders).max(1))
    }
}

/// The service, ready to answer.
pub struct Service {
    pub(crate) shared: Shared,
}

impl Service {
    /// Opens the data folder and lets jobs go on that were not finished.
    ///
    /// It needs a runtime of several threads.
    pub async fn open(
        settings: Settings,
        token: Option<ApiToken>,
        engine: Arc<dyn Engine>,
    ) -> Result<Self> {
        settings.check(token.is_some())?;
        let folder = Arc::new(DataFolder::open(settings.data_dir.as_deref())?);
        let pool = database::open(&folder.database()).await?;
        prepare(&pool).await?;
        let disk = Arc::new(Disk::new(folder.root(), &settings.limits));
        let reading = database::open_for_reading(&folder.database()).await?;
        let assets = Assets::new(&folder, pool.clone(), reading.clone(), Arc::clone(&disk))?;
        let bus = Arc::new(Bus::new());
        let calls = CallTable::new(pool.clone());
        let table = JobTable::new(pool.clone());
        table.recover().await?;
        let limits = settings.limits.clone();
        let (told, kept) = (Arc::clone(&bus), Arc::clone(&folder));
        let jobs = JobsDesk::new(table, calls, told, kept, disk, limits);
        assets.put_in_order().await?;
        let projects = ProjectTable::new(pool.clone(), Arc::clone(&bus));
        projects.remove_loose_folders(&folder).await?;
        let music = Music::put_out(engine.as_ref(), &assets, &folder).await?;
        let shared = Shared(Arc::new(Parts {
            uploads: Uploads::new(assets.clone(), folder.incoming(), &settings.limits),
            shapes: Shapes::new(settings.limits.decoders()),
            preview: Preview::new(settings.limits.decoders()),
            packers: Arc::new(Semaphore::new(settings.limits.decoders().get())),
            untidy: Notify::new(),
            projects,
            kept: KeptShelf::new(pool.clone()),
            locks: Locks::default(),
            metrics: Arc::new(Metrics::new()?),
            providers: Remembered::new(PROVIDERS_LAST),
            encoders: OnceCell::new(),
            queued: Remembered::new(QUEUED_LASTS),
            closing: CancellationToken::new(),
            jobs: Arc::new(jobs),
            settings,
            token,
            engine,
            folder,
            pool,
            reading,
            assets,
            music,
        }));
        tokio::spawn(run_workers(shared.clone()));
        tokio::spawn(keep_house(shared.clone()));
        Ok(Self { shared })
    }

    /// Ends the service: running jobs are parked, and go on after the next start.
    pub async fn close(self) {
        let shared = self.shared;
        shared.closing.cancel();
        shared.jobs.park(PARKING_PATIENCE).await;
        shared.reading.close().await;
        shared.pool.close().await;
        shared.folder.release();
    }
}
