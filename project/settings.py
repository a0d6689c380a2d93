"""Every setting, read once from the environment; `.env.example` lists the variables in the same order."""

from __future__ import annotations

from pathlib import Path

import dj_database_url

from project import env

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Start-up -------------------------------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG", default=False)
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEV_SECRETS = env.flag("DEV_SECRETS", default=False)
_SECRETS_DIR = DATA_DIR / "secrets" if DEV_SECRETS else None
SECRET_KEY = env.secret("SECRET_KEY", generated_in=_SECRETS_DIR)
# What it was before `manage.py rotate_secrets`: sessions, bans and second factors made with it go on.
SECRET_KEY_FALLBACKS = env.earlier_secrets("SECRET_KEY", generated_in=_SECRETS_DIR)
# Both the guard and /fsapi derive from it the password with which a client is known to FreeSWITCH on loopback.
SWITCH_SECRET = env.secret("SWITCH_SECRET", generated_in=_SECRETS_DIR)

# --- Where people reach us ------------------------------------------------------------------------------------------

# The one knob: hosts, trusted origins, WebSocket origins and secure cookies follow from it.
ORIGINS = env.origins("ORIGINS", default="http://127.0.0.1:8000 http://localhost:8000")
# Processes of this machine (health probes, Prometheus, FreeSWITCH) name us by loopback.
ALLOWED_HOSTS = sorted({env.host(origin) for origin in ORIGINS} | {"localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = ORIGINS
HTTPS_ONLY = all(origin.startswith("https://") for origin in ORIGINS)

# The one listener of this server at which /fsapi and /metrics answer; None: at each, to callers that are proven local.
LOCAL_LISTEN = env.local_listener("LOCAL_LISTEN")
# The certificate that the proxy shows, as a file that we can read: so that /metrics can tell when it ends. Empty: nobody looks.
TLS_CERTIFICATE = env.text("TLS_CERTIFICATE")
# Whose X-Forwarded-For says for whom a request counts. "unix": whoever comes by a socket without addresses.
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES", words=("unix",))
# Who is told of a hole in this site: /.well-known/security.txt (RFC 9116). Empty: there is no such file.
SECURITY_CONTACT = env.contact("SECURITY_CONTACT")

# --- Applications ---------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "project.apps.ProjectConfig",
    # Before ours, which take away from the admin what these put into it.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "auditlog",
    "common",
    "channels_app",
    "peers",
    "common.admin_config.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

# All of it runs on the event loop: one middleware that needs a thread would cost every request a thread.
MIDDLEWARE = [
    "common.middleware.RequestMetricsMiddleware",
    "common.middleware.HeadersMiddleware",
    "common.middleware.HostMiddleware",
    "common.middleware.LocalEndpointsMiddleware",
    "common.static_files.StaticFilesMiddleware",
    "common.middleware.CompressionMiddleware",
    "common.middleware.LanguageMiddleware",
    "common.middleware.StaffCrowdMiddleware",
    # Sessions, users and messages exist under /admin/ only; visitors get no cookie.
    "common.staff.StaffSessionMiddleware",
    "common.staff.StaffAuthenticationMiddleware",
    "common.staff.StaffMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "project.urls"
LOCAL_URLCONF = "project.urls_local"
ASGI_APPLICATION = "project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Database -------------------------------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}"), conn_health_checks=True
    )
}
_database = DATABASES["default"]
_options = _database.setdefault("OPTIONS", {})
if _database["ENGINE"].endswith("sqlite3"):
    # WAL lets readers go on while one writes; IMMEDIATE makes a writer wait for its turn instead of failing half-way;
    # what is deleted is overwritten.
    # Whoever waits for the lock longer than a page may take is told to try again.
    _options |= {
        "timeout": 1.5,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;",
    }
    # Code under test runs queries in threads of its own: a database in memory would not bear that.
    _database["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    _database["CONN_MAX_AGE"] = None
else:
    # Requests run in changing threads, so connections belong to a pool and not to a thread. Times in seconds.
    _database["ENGINE"] = "common.postgresql"
    _database["CONN_HEALTH_CHECKS"] = False
    _options["pool"] = {
        "min_size": 1,
        "max_size": env.number("DATABASE_POOL", default=10, minimum=2, maximum=200),
        "timeout": 1.5,
        # After that the next request makes the pool try anew; its own pauses would grow to minutes.
        "reconnect_timeout": 2,
    }
    # A host that is gone without a word: work that waits for its answer ends, and its thread is free again.
    _options |= {
        "connect_timeout": 2,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
    }
    _database["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Where backups are, if we can read the directory: so that /metrics can tell when the last was made. Empty: nobody looks.
BACKUP_DIR = env.text("BACKUP_DIR")

# --- Channels and clients -------------------------------------------------------------------------------------------

CLIENT_LIFETIME_DAYS = env.number("CLIENT_LIFETIME_DAYS", default=14, minimum=1, maximum=365)
# How long ended and expired clients stay visible to the operator before they are forgotten.
CLIENT_RETENTION_DAYS = env.number("CLIENT_RETENTION_DAYS", default=1, minimum=1, maximum=365)
# Credentials that nobody logged in with by then are forgotten; a tab that comes back later fetches new ones.
CLIENT_UNUSED_MINUTES = env.number("CLIENT_UNUSED_MINUTES", default=10, minimum=2, maximum=7 * 24 * 60)
CLIENTS_MAX = env.number("CLIENTS_MAX", default=200_000, minimum=1, maximum=100_000_000)
# Requests for credentials from one network (an IPv4 address, an IPv6 /64).
SESSIONS_PER_MINUTE = env.number("SESSIONS_PER_MINUTE", default=30, minimum=1, maximum=1_000_000)
SESSIONS_PER_DAY = env.number("SESSIONS_PER_DAY", default=300, minimum=1, maximum=1_000_000_000)
# New clients of one channel, whoever asks.
CHANNEL_CLIENTS_PER_MINUTE = env.number("CHANNEL_CLIENTS_PER_MINUTE", default=600, minimum=1, maximum=1_000_000)
# New clients above which browsers are asked for a proof of work; 0 asks everybody.
PROOF_CHANNEL_PER_MINUTE = env.number("PROOF_CHANNEL_PER_MINUTE", default=30, minimum=0, maximum=1_000_000)
PROOF_SITE_PER_MINUTE = env.number("PROOF_SITE_PER_MINUTE", default=300, minimum=0, maximum=1_000_000)
PROOF_WORK = env.number("PROOF_WORK", default=5000, minimum=1, maximum=1_000_000)
VISITORS_MAY_START_CHANNELS = env.flag("VISITORS_MAY_START_CHANNELS", default=True)
VISITOR_CHANNELS_PER_HOUR = env.number("VISITOR_CHANNELS_PER_HOUR", default=120, minimum=1, maximum=1_000_000)
VISITOR_CHANNELS_PER_ADDRESS = env.number("VISITOR_CHANNELS_PER_ADDRESS", default=10, minimum=1, maximum=1_000_000)
VISITOR_CHANNELS_MAX = env.number("VISITOR_CHANNELS_MAX", default=10_000, minimum=1, maximum=10_000_000)
# A list as RTCPeerConnection takes it: [{"urls": "stun:stun.example.org"}, ...]
ICE_SERVERS = env.json_list("ICE_SERVERS")
# TURN servers that share TURN_SECRET with us, and how long what a browser is given for them holds.
TURN_URLS = env.turn_urls("TURN_URLS")
# Never generated: the relay has to know it as well.
TURN_SECRET = env.secret("TURN_SECRET", generated_in=None, required=bool(TURN_URLS))
TURN_MINUTES = env.number("TURN_MINUTES", default=60, minimum=1, maximum=24 * 60)

# --- The switch -----------------------------------------------------------------------------------------------------

# "embedded", "freeswitch", or the dotted name of a subclass of channels_app.switches.base.BaseSwitch.
SWITCH = env.text("SWITCH", "embedded")
# Where `manage.py verto_server` serves the same engine in a process of its own: /verto for the proxy, and /health and
# /metrics for this machine alone.
VERTO_LISTEN = env.address("VERTO_LISTEN", default="127.0.0.1:8001")
VERTO_LOCAL = env.loopback_address("VERTO_LOCAL", default="127.0.0.1:8002")
# Joins several processes that serve the same channels: with it seats and presence are in Redis, and what has to cross from one
# to another goes through the channel layer. Empty: one process has all sockets.
REDIS_URL = env.redis_url("REDIS_URL")
CHANNEL_LAYERS = (
    {"default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}}
    if REDIS_URL
    else {}
)
# The name of this host's FreeSWITCH node, where there are several; its engine serves /verto/<name>.
# Empty: there is one, at /verto.
SWITCH_NODE = env.label("SWITCH_NODE")
# Where FreeSWITCH listens for the guard and for commands: on this machine, for none of it is encrypted.
FREESWITCH_VERTO_URL = env.loopback_url("FREESWITCH_VERTO_URL", default="ws://127.0.0.1:8081")
FREESWITCH_EVENT_SOCKET = env.loopback_address("FREESWITCH_EVENT_SOCKET", default="127.0.0.1:8021")
FREESWITCH_EVENT_SOCKET_PASSWORD = env.secret(
    "FREESWITCH_EVENT_SOCKET_PASSWORD", generated_in=_SECRETS_DIR, plain=True, required=SWITCH == "freeswitch"
)
# What FreeSWITCH shows at /fsapi besides its loopback address. Empty: /fsapi answers nobody.
FSAPI_SECRET = env.secret("FSAPI_SECRET", generated_in=_SECRETS_DIR, plain=True, required=SWITCH == "freeswitch")
# FreeSWITCH reads it when it starts: until then it shows the one before.
FSAPI_SECRETS_BEFORE = env.earlier_secrets("FSAPI_SECRET", generated_in=_SECRETS_DIR, plain=True)
# What one network (an IPv4 address, a /64 of IPv6) may take: sockets that have not logged in, sockets, and seats of a channel.
STRANGERS_PER_ADDRESS = env.number("STRANGERS_PER_ADDRESS", default=50, minimum=1, maximum=100_000)
SOCKETS_PER_ADDRESS = env.number("SOCKETS_PER_ADDRESS", default=500, minimum=1, maximum=1_000_000)
SEAT_SHARE_PERCENT = env.number("SEAT_SHARE_PERCENT", default=50, minimum=1, maximum=100)
# How long a seat waits for a client whose socket has gone.
SEAT_KEPT_SECONDS = env.number("SEAT_KEPT_SECONDS", default=60, minimum=0, maximum=3600)

# Each secret's file, where it has one; `manage.py rotate_secrets` and `restore` write it.
SECRET_FILES = {
    name: env.secret_file(name, generated_in=None if name == "TURN_SECRET" else _SECRETS_DIR)
    for name in ("SECRET_KEY", "SWITCH_SECRET", "FSAPI_SECRET", "TURN_SECRET", "FREESWITCH_EVENT_SOCKET_PASSWORD")
}

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "project.storage.ModuleManifestStorage"},
}
# Cross-origin use of our files is nobody's need, and the resource policy forbids it anyway.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Staff ----------------------------------------------------------------------------------------------------------

STAFF_IDLE_MINUTES = env.number("STAFF_IDLE_MINUTES", default=30, minimum=1, maximum=7 * 24 * 60)
STAFF_SESSION_HOURS = env.number("STAFF_SESSION_HOURS", default=12, minimum=1, maximum=7 * 24)
STAFF_MFA = env.choice("STAFF_MFA", default="optional", options=("optional", "required"))
STAFF_AUDIT_DAYS = env.number("STAFF_AUDIT_DAYS", default=365, minimum=1, maximum=10_000)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SESSION_ENGINE = "common.staff.sessions"
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_AGE = STAFF_IDLE_MINUTES * 60
PASSWORD_HASHERS = [
    "common.staff.passwords.BoundedArgon2",
    # Of accounts made before; each is hashed anew at its next sign-in.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# Counts failures. Large, or a flood of made-up names would push the real counts out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
ACCOUNT_ADAPTER = "common.staff.adapters.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# The one rule: five failures in 300 seconds, by user and address; of second factors by user.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/300s/key"}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
MFA_ADAPTER = "common.staff.adapters.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A browser allows passkeys on https and on localhost; the library would refuse the latter.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS_ONLY
AUDITLOG_DISABLE_REMOTE_ADDR = True
# Punts, sign-ins and second factors are written down by common.staff.audit.
AUDITLOG_INCLUDE_TRACKING_MODELS = (
    {"model": "channels_app.Channel", "exclude_fields": ["created", "clients", "bans"]},
    {"model": "channels_app.Ban", "exclude_fields": ["created", "digest"]},
    {
        "model": "auth.User",
        "exclude_fields": ["last_login"],
        "mask_fields": ["password"],
        "mask_callable": "common.staff.audit.hidden",
        "m2m_fields": ["groups", "user_permissions"],
    },
    {"model": "auth.Group", "m2m_fields": ["permissions"]},
)

# --- Security -------------------------------------------------------------------------------------------------------

SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "__Secure-session" if HTTPS_ONLY else "session"
CSRF_COOKIE_NAME = "__Secure-csrf" if HTTPS_ONLY else "csrf"
# Not in development: its certificates and ports come and go, and a browser would remember for a year.
HSTS_SECONDS = 365 * 24 * 3600 if HTTPS_ONLY and not DEV_SECRETS else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
X_FRAME_OPTIONS = "DENY"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # common.middleware.HeadersMiddleware sets these headers, on static files too
    "security.W002",  # the same, with frame-ancestors 'none'
    "security.W003",  # the admin checks CSRF tokens itself; other POSTs carry no cookie and check Origin
]

# --- Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Those into which our own pages are translated; Django knows more, but half a page in each language helps nobody.
LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ja", "日本語"),
    ("ar", "العربية"),
]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

# --- Logging --------------------------------------------------------------------------------------------------------

LOG_FORMAT = env.choice("LOG_FORMAT", default="text", options=("text", "json"))
# Nothing written down tells who talked, where, or from what address: common.logs takes identifiers out of every line.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"text": {"()": "common.logs.DiscreetFormatter"}, "json": {"()": "common.logs.JsonFormatter"}},
    "filters": {"not_unavailable": {"()": "common.logs.NotUnavailable"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR", "filters": ["not_unavailable"]},
        "django.channels.server": {"level": "WARNING"},
        # The pool would tell of each attempt to connect; common.database says once that the database is away.
        "psycopg.pool": {"level": "ERROR"},
        # It tells once a second and at length that Redis is away; the backplane says so once.
        "channels_redis": {"level": "CRITICAL"},
        # What strangers send cannot fill the log: forged hosts and tokens, and forms beyond the limits.
        "django.security": {"level": "CRITICAL"},
    },
}
