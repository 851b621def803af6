using PostModern.Engine.OpenLineage;

namespace PostModern.Engine;

/// <summary>Where an engine keeps its data, and how much of the machine it may use.</summary>
public sealed record EngineOptions
{
    /// <summary>The folder that holds the datasets, made when missing; or a place in a bucket, as <c>s3://bucket/prefix</c>.</summary>
    public required string Warehouse { get; init; }

    /// <summary>The folder for remembered inferences, by default <c>.cache</c> inside the warehouse; and for models that were fetched or converted.</summary>
    /// <remarks>
    /// For a warehouse in a bucket also for copies of its data files. Those, and models, are by default in <c>postmodern</c> in the user's folder for
    /// such things, where all warehouses share them.
    /// </remarks>
    public string? CacheFolder { get; init; }

    /// <summary>How large copies of objects may grow together that nobody reads at the moment, unless <see cref="ObjectCacheBytes"/> says.</summary>
    public const long DefaultObjectCacheBytes = 20L << 30;

    /// <summary>
    /// How large the copies of objects on this machine's disk may grow together, in bytes; 0 drops each when its statement ends. When it is given
    /// and not 0, functions such as <c>caption(obj)</c> read objects through copies, too; by default only DuckDB does.
    /// </summary>
    public long? ObjectCacheBytes { get; init; }

    /// <summary>The address of the S3 service; by default <c>AWS_ENDPOINT_URL_S3</c>, <c>AWS_ENDPOINT_URL</c>, then AWS itself.</summary>
    public string? S3Endpoint { get; init; }

    /// <summary>The region of the buckets; by default the one of AWS's chain.</summary>
    public string? S3Region { get; init; }

    /// <summary>Whether the bucket stands in the path instead of the host name; by default it does wherever an endpoint is given.</summary>
    public bool? S3PathStyle { get; init; }

    /// <summary>
    /// Encrypts the secrets of connections; servers that share a warehouse share it. By default a key of this machine's own, in
    /// <c>secret.key</c> in the cache's folder.
    /// </summary>
    public byte[]? SecretKey { get; init; }

    /// <summary>What a link may take, redirects and retries included; by default 30 seconds.</summary>
    public TimeSpan? HttpTimeout { get; init; }

    /// <summary>Requests at the same time to one host; by default 8.</summary>
    public int? HttpPerHost { get; init; }

    /// <summary>Requests a second to one host; by default as many as it answers.</summary>
    public double? HttpRate { get; init; }

    /// <summary>The proxy for links, which then has to refuse private addresses itself; by default none, whatever the environment says.</summary>
    public Uri? HttpProxy { get; init; }

    /// <summary>The only hosts that links may lead to: names, <c>*.name</c> for subdomains, addresses, networks; when empty, all public ones.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether links may lead to private, loopback and link-local addresses.</summary>
    public bool AllowPrivateAddresses { get; init; }

    /// <summary>The folder with the model packages; by default <c>models</c> beside the program.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Where models run when a call doesn't say: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>; by default on a graphics card if there is one.</summary>
    public string? Device { get; init; }

    /// <summary>The folder of ONNX Runtime's CUDA provider; by default the program's own.</summary>
    public string? CudaFolder { get; init; }

    /// <summary>How large the files of loaded models may be together before those unused longest are unloaded; by default half of the machine's memory.</summary>
    public long? ModelMemoryBytes { get; init; }

    /// <summary>A PostgreSQL database where servers share what their models answered, as Npgsql takes it; null for none.</summary>
    public string? SharedCache { get; init; }

    /// <summary>Where relative file patterns start; by default the working directory.</summary>
    public string? FilesRoot { get; init; }

    /// <summary>The folders below which statements may list, read and write local files, links included; null for anywhere.</summary>
    public IReadOnlyList<string>? FilesAllow { get; init; }

    /// <summary>Where to tell of the versions that statements make; null for nowhere.</summary>
    public OpenLineageOptions? OpenLineage { get; init; }

    /// <summary>The folder of ffmpeg and ffprobe, which read video and sound; by default the <c>PATH</c> is searched.</summary>
    public string? FfmpegFolder { get; init; }

    /// <summary>The folder of poppler's programs, which read PDF files; by default the <c>PATH</c> is searched.</summary>
    public string? PopplerFolder { get; init; }

    /// <summary>Threads for DuckDB and for inference; by default the machine's cores.</summary>
    public int? Threads { get; init; }
}
