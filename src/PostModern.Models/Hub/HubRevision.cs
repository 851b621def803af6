namespace PostModern.Models.Hub;

/// <summary>What a revision of a repository is now.</summary>
/// <param name="Commit">Its hash.</param>
/// <param name="Licence">As the model's card says it, or unknown.</param>
internal sealed record HubRevision(string Commit, string Licence);
