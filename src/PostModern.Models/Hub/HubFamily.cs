namespace PostModern.Models.Hub;

/// <summary>A kind of models that one piece of code runs.</summary>
/// <param name="Name">As a manifest says it.</param>
/// <param name="Task">What its models do, by the SQL function.</param>
/// <param name="Description">The same in a sentence.</param>
internal sealed record HubFamily(string Name, string Task, string Description);
