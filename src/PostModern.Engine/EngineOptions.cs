using PostModern.Engine.OpenLineage;

namespace PostModern.Engine;

/// <summary>Where an engine keeps its data, and how much of the machine it may use.</summary>
public sealed class EngineOptions
{
    /// <summary>The folder that holds the datasets; made when missing.</summary>
    public required string Warehouse { get; init; }

    /// <summary>The folder for converted models and remembered inferences; by default <c>.cache</c> inside the warehouse.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The folder with the model packages; by default <c>models</c> beside the program.</summary>
    public string? ModelFolder { get; init; }

    /// <summary>Where relative file patterns start; by default the working directory.</summary>
    public string? FilesRoot { get; init; }

    /// <summary>Where to tell of the versions that statements make; null for nowhere.</summary>
    public OpenLineageOptions? OpenLineage { get; init; }

    /// <summary>Threads for DuckDB and for inference; by default the machine's cores.</summary>
    public int? Threads { get; init; }
}
