namespace PostModern.Models.Inference;

/// <summary>Makes pipelines that share threads and memory.</summary>
internal sealed class PipelineFactory(ComputeThreads threads)
{
    // Reads in flight: enough to hide a store's latency behind inference, few enough for a disk.
    private const int Fetchers = 8;
    private const long FetchedBytes = 512L * 1024 * 1024;

    private readonly ByteBudget _budget = new(FetchedBytes);

    internal IInferencePipeline Create<TItem>(InferenceTask<TItem> task)
        where TItem : class
        => new InferencePipeline<TItem>(task, threads, _budget, Fetchers);
}
