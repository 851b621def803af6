using PostModern.Lake.Connections;
using PostModern.Lake.Http;
using PostModern.Lake.Objects;
using PostModern.Models.Media;

namespace PostModern.Models;

/// <summary>Where a <see cref="ModelRuntime"/> finds things, and how much of the machine it may use.</summary>
public sealed record ModelRuntimeOptions
{
    /// <summary>The folder of model folders; <c>models</c> beside the app when null.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Where converted models are kept; a folder of the user's cache when null.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Cores for decoding and inference; all when null.</summary>
    public int? Threads { get; init; }

    /// <summary>Where models run when a call doesn't say: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>; on a graphics card if there is one when null.</summary>
    public string? Device { get; init; }

    /// <summary>The folder of ONNX Runtime's CUDA provider; the program's own when null.</summary>
    public string? CudaFolder { get; init; }

    /// <summary>How large the files of loaded models may be together before those unused longest are unloaded; half of the machine's memory when null.</summary>
    public long? ModelMemoryBytes { get; init; }

    /// <summary>Finds the objects.</summary>
    public required ObjectStores Objects { get; init; }

    /// <summary>Reads objects and parts of them.</summary>
    public required IObjectContents Contents { get; init; }

    /// <summary>Where the programs are that read sound files; the <c>PATH</c> is searched when null.</summary>
    public ExternalPrograms? Programs { get; init; }

    /// <summary>Where relative paths in CREATE MODEL start; the working folder when null.</summary>
    public string? FilesRoot { get; init; }

    /// <summary>Where the files of users' models may be; anywhere when null.</summary>
    public AllowedFolders? Allowed { get; init; }

    /// <summary>Hold the keys of models' servers; null where there are none.</summary>
    public ConnectionList? Connections { get; init; }

    /// <summary>Where models' servers may be.</summary>
    public AddressPolicy Addresses { get; init; } = new();
}
