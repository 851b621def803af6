using PostModern.Models.Inference;
using PostModern.Models.Loading;
using PostModern.Models.Registry;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks;

namespace PostModern.Models.Catalog;

/// <summary>How the models of one family answer one signature.</summary>
/// <param name="Signature">What SQL sees.</param>
/// <param name="Family">The <see cref="ModelManifest.Family"/> of the models that can.</param>
/// <param name="Revision">Raised when our own code before or behind the models changes answers, so that cached ones are left behind.</param>
/// <param name="MakeCodec">The answers' form under a call's options, which it checks; loads no network.</param>
/// <param name="MakePipeline">Called when a model is first needed for it.</param>
internal sealed record TaskImplementation(
    TaskSignature Signature,
    string Family,
    int Revision,
    Func<InstalledModel, TaskOptions, ResultCodec> MakeCodec,
    Func<ModelParts, PipelineFactory, IInferencePipeline> MakePipeline)
{
    /// <summary>Other models that take part, beside those that the model itself uses.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>Options that change the model's answers, not only their form: part of what is cached.</summary>
    public IReadOnlyList<string> AnswerOptions { get; init; } = [];

    /// <summary>What it answers with, before the codec: signatures that differ only in how they show the same answer share it in the cache.</summary>
    public string Answers { get; init; } = Signature.Function;

    /// <summary>All options of a call.</summary>
    public IEnumerable<string> Options => [TaskOptions.Model, TaskOptions.OnError, TaskOptions.Device, .. Signature.Options, .. AnswerOptions];
}
