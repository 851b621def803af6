using System.Collections;
using Google.Protobuf;

namespace PostModern.Flight.Client;

/// <summary>What a server answered to an upload.</summary>
/// <param name="answers">The metadata of each answer.</param>
/// <param name="trailers">What it said after the last one, statistics among it.</param>
public sealed class PutAnswers(IReadOnlyList<ByteString> answers, IReadOnlyDictionary<string, string> trailers) : IReadOnlyList<ByteString>
{
    public int Count => answers.Count;

    public IReadOnlyDictionary<string, string> Trailers { get; } = trailers;

    public ByteString this[int index] => answers[index];

    public IEnumerator<ByteString> GetEnumerator() => answers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
