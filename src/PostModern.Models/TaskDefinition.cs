using PostModern.Models.Inference;
using PostModern.Models.Tasks;

namespace PostModern.Models;

/// <summary>How a task on one kind of input is done.</summary>
/// <param name="Task">What SQL sees.</param>
/// <param name="Kind">Object or text.</param>
/// <param name="Models">The models that take part, without those that they use themselves; the first gives the call its name.</param>
/// <param name="Revision">Raised when our own code before or behind the models changes answers, so that cached ones are left behind.</param>
/// <param name="MakeCodec">The answers' form under a call's options.</param>
/// <param name="MakePipeline">Called once a process.</param>
internal sealed record TaskDefinition(
    ModelTask Task,
    InputKind Kind,
    IReadOnlyList<string> Models,
    int Revision,
    Func<TaskOptions, ResultCodec> MakeCodec,
    Func<LoadedModels, PipelineFactory, IInferencePipeline> MakePipeline);
