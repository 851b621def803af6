using PostModern.Models.Catalog;
using PostModern.Models.Inference;
using PostModern.Models.Signatures;
using PostModern.Models.Tasks;

namespace PostModern.Models;

/// <summary>What a <see cref="BoundModel"/> is made of.</summary>
/// <param name="Implementation">How it is done.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Digest">Of all weights that take part.</param>
/// <param name="Device">Where it runs.</param>
/// <param name="Options">The call's.</param>
/// <param name="Inputs">Takes rows out of columns.</param>
/// <param name="Pipeline">Shared by all that use the model for this task; made, with the model checked and converted, when it is first needed.</param>
/// <param name="Codec">Turns answers into rows.</param>
internal sealed record BoundTask(
    TaskImplementation Implementation,
    string Model,
    string Digest,
    string Device,
    TaskOptions Options,
    RowInputs Inputs,
    Func<IInferencePipeline> Pipeline,
    ResultCodec Codec);
