using PostModern.Models.Inference;
using PostModern.Models.Tasks;

namespace PostModern.Models;

/// <summary>What a <see cref="BoundModel"/> is made of.</summary>
/// <param name="Task">The SQL function's name.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Digest">Of all weights that take part.</param>
/// <param name="Revision">Of our own code around the models.</param>
/// <param name="Reader">Takes inputs out of columns.</param>
/// <param name="Pipeline">Shared by all that use the model for this task; made, with the model checked and converted, when it is first needed.</param>
/// <param name="Codec">Turns answers into rows.</param>
/// <param name="FailsOnError">Whether one failing row fails the call.</param>
internal sealed record BoundTask(
    string Task,
    string Model,
    string Digest,
    int Revision,
    IInputReader Reader,
    Func<IInferencePipeline> Pipeline,
    ResultCodec Codec,
    bool FailsOnError);
