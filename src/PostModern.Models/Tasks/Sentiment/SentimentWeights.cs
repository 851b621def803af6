namespace PostModern.Models.Tasks.Sentiment;

/// <summary>A logistic regression: the logit of praise is the vector times the weights, and the bias.</summary>
/// <param name="Weights">One a dimension.</param>
/// <param name="Bias">Added.</param>
internal sealed record SentimentWeights(float[] Weights, float Bias);
