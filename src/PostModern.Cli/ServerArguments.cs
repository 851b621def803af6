using System.CommandLine;
using PostModern.Engine;
using PostModern.Engine.OpenLineage;
using PostModern.Server;

namespace PostModern.Cli;

/// <summary>The options that start a server, shared by the commands that do.</summary>
internal sealed class ServerArguments
{
    /// <summary>The port that Flight SQL servers commonly listen on.</summary>
    public const int DefaultPort = 31337;

    public Option<string> Warehouse { get; } = new("--warehouse", "-w")
    {
        Description = "The folder of the datasets, made when missing; or s3://bucket/prefix.",
        DefaultValueFactory = _ => "warehouse",
    };

    public Option<DirectoryInfo?> Cache { get; } = new("--cache")
    {
        Description = "The folder for remembered inferences, copies of objects and models that were fetched or converted; by default beside the datasets, or the user's own.",
    };

    public Option<long?> ObjectCache { get; } = ByteSize.Option(
        "--object-cache",
        "How large the copies of objects may grow, such as 50GiB; 0 keeps none. When given, functions such as caption(obj) read through copies, too. By default 20GiB, for what DuckDB reads.");

    public Option<string?> S3Endpoint { get; } = new("--s3-endpoint")
    {
        Description = "The address of the S3 service; by default AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, then AWS itself.",
    };

    public Option<string?> S3Region { get; } = new("--s3-region")
    {
        Description = "The region of the buckets; by default what AWS_REGION or the AWS profile says.",
    };

    public Option<bool?> S3PathStyle { get; } = new("--s3-path-style")
    {
        Description = "Whether the bucket stands in the path instead of the host name; by default it does where an endpoint is given.",
    };

    public Option<DirectoryInfo?> Files { get; } = new("--files")
    {
        Description = "Where relative patterns of files('…') start; by default the working directory.",
    };

    public Option<DirectoryInfo[]> AllowFolder { get; } = new("--allow-folder")
    {
        Description = "A folder below which statements may list, read and write local files; repeat it for more. By default anywhere that the server's process may.",
    };

    public Option<string> Host { get; } = new("--host")
    {
        Description = "The address to listen on.",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    public Option<int> Port { get; } = new("--port", "-p")
    {
        Description = "The port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => DefaultPort,
    };

    public Option<int?> Threads { get; } = new("--threads")
    {
        Description = "Threads for queries and models; by default all cores.",
    };

    public Option<string?> OpenLineage { get; } = new("--openlineage-url")
    {
        Description = "Where to tell of the versions that statements make, as OpenLineage events; by default OPENLINEAGE_URL, if it is set.",
    };

    public Option<DirectoryInfo?> Ffmpeg { get; } = new("--ffmpeg")
    {
        Description = "The folder of ffmpeg and ffprobe, which read video and sound; by default they are looked for on the PATH.",
    };

    public Option<DirectoryInfo?> Poppler { get; } = new("--poppler")
    {
        Description = "The folder of pdfinfo, pdftoppm and pdftotext, which read PDF files; by default they are looked for on the PATH.",
    };

    public HttpArguments Http { get; } = new();

    public ModelArguments Models { get; } = new();

    public void AddTo(Command command)
    {
        command.Options.Add(Warehouse);
        command.Options.Add(Cache);
        command.Options.Add(ObjectCache);
        command.Options.Add(S3Endpoint);
        command.Options.Add(S3Region);
        command.Options.Add(S3PathStyle);
        command.Options.Add(Files);
        command.Options.Add(AllowFolder);
        command.Options.Add(Host);
        command.Options.Add(Port);
        command.Options.Add(Threads);
        command.Options.Add(OpenLineage);
        Http.AddTo(command);
        Models.AddTo(command);
        command.Options.Add(Ffmpeg);
        command.Options.Add(Poppler);
    }

    /// <param name="arguments">The command line.</param>
    /// <param name="port">Overrides the port that the user gave.</param>
    /// <exception cref="Arrow.Errors.ServerException">InvalidInput: a value that can't be meant.</exception>
    public ServerOptions Read(ParseResult arguments, int? port = null) => new()
    {
        Host = arguments.GetValue(Host)!,
        Port = port ?? arguments.GetValue(Port),
        Engine = new EngineOptions
        {
            Warehouse = Place(arguments.GetValue(Warehouse)!),
            CacheFolder = arguments.GetValue(Cache)?.FullName,
            ObjectCacheBytes = arguments.GetValue(ObjectCache),
            S3Endpoint = arguments.GetValue(S3Endpoint),
            S3Region = arguments.GetValue(S3Region),
            S3PathStyle = arguments.GetValue(S3PathStyle),
            FilesRoot = arguments.GetValue(Files)?.FullName ?? Environment.CurrentDirectory,
            FilesAllow = arguments.GetValue(AllowFolder) is { Length: > 0 } folders ? [.. folders.Select(f => f.FullName)] : null,
            Threads = arguments.GetValue(Threads),
            OpenLineage = OpenLineageOptions.Read(arguments.GetValue(OpenLineage)),
            Device = arguments.GetValue(Models.Device),
            CudaFolder = arguments.GetValue(Models.Cuda)?.FullName,
            ModelMemoryBytes = arguments.GetValue(Models.Memory),
            SharedCache = arguments.GetValue(Models.SharedCache),
            HttpTimeout = Http.ReadTimeout(arguments),
            HttpPerHost = Http.ReadPerHost(arguments),
            HttpRate = Http.ReadRate(arguments),
            HttpProxy = Http.ReadProxy(arguments),
            AllowedHosts = arguments.GetValue(Http.AllowedHosts) ?? [],
            AllowPrivateAddresses = arguments.GetValue(Http.AllowPrivate),
            FfmpegFolder = arguments.GetValue(Ffmpeg)?.FullName,
            PopplerFolder = arguments.GetValue(Poppler)?.FullName,
        },
    };

    private static string Place(string warehouse) =>
        warehouse.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? warehouse : Path.GetFullPath(warehouse);
}
