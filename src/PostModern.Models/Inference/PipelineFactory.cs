using PostModern.Models.Media;

namespace PostModern.Models.Inference;

/// <summary>Makes pipelines that share threads and memory.</summary>
/// <param name="threads">On which they compute.</param>
/// <param name="sound">Opens recordings.</param>
internal sealed class PipelineFactory(ComputeThreads threads, SoundDecoder sound)
{
    // Reads in flight: enough to hide a store's latency behind inference, few enough for a disk.
    private const int Fetchers = 8;
    private const long FetchedBytes = 512L * 1024 * 1024;

    /// <summary>On which all pipelines compute.</summary>
    internal ComputeThreads Threads => threads;

    /// <summary>Bounds what all pipelines have fetched.</summary>
    internal ByteBudget Budget { get; } = new(FetchedBytes);

    /// <summary>Opens recordings.</summary>
    internal SoundDecoder Sound => sound;

    internal IInferencePipeline Create<TItem>(InferenceTask<TItem> task)
        where TItem : class
        => new InferencePipeline<TItem>(task, threads, Budget, Fetchers);
}
