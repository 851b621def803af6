namespace PostModern.Models.Registry;

/// <summary>A model that can be bound.</summary>
/// <param name="Name">What <c>model => '…'</c> calls it.</param>
/// <param name="Task">The task that it is there for.</param>
/// <param name="Digest">SHA-256 in hexadecimal over its files.</param>
/// <param name="Licence">SPDX expression.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Bytes">Of its files.</param>
/// <param name="Device">Where it runs.</param>
public sealed record ModelInfo(string Name, string Task, string Digest, string Licence, string Source, long Bytes, string Device);
