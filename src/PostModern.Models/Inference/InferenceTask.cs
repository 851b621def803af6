namespace PostModern.Models.Inference;

/// <summary>What a pipeline does with each input: prepare it alone, then infer several together.</summary>
/// <typeparam name="TItem">A prepared input; disposed by the pipeline if it is disposable.</typeparam>
internal abstract class InferenceTask<TItem>
    where TItem : class
{
    /// <summary>How many inputs are worth inferring at once.</summary>
    internal abstract int BatchSize { get; }

    /// <summary>Decodes or tokenises one input. Runs on several threads at once.</summary>
    /// <param name="input">The input's bytes and what is asked of it; borrowed for the call.</param>
    /// <exception cref="PostModern.Arrow.Errors.ServerException">The input's own fault; becomes its row error.</exception>
    internal abstract TItem Prepare(in TaskInput input);

    /// <summary>Runs the model. Runs on several threads at once.</summary>
    /// <param name="items">1 to <see cref="BatchSize"/> inputs; borrowed for the call.</param>
    /// <param name="cancellationToken">Set when nobody waits for any of the items any more.</param>
    /// <returns>One encoded answer an item, in their order.</returns>
    internal abstract byte[][] Infer(IReadOnlyList<TItem> items, CancellationToken cancellationToken);
}
