using PostModern.Models.Inference;

namespace PostModern.Models.Tasks.Prediction;

/// <summary>Runs a model with inputs and outputs of its own.</summary>
/// <param name="inputs">One an input, in the model's order.</param>
/// <param name="spending">Pays for it; null for nobody.</param>
/// <param name="cancellationToken">The query's.</param>
/// <returns>The outputs.</returns>
internal delegate Task<IReadOnlyList<Tensor>> Predictor(IReadOnlyList<Tensor> inputs, Spending? spending, CancellationToken cancellationToken);
