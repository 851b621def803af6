using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PostModern.Models.Tasks.Speech;

/// <summary>The pieces of a SentencePiece vocabulary with byte fallback, as Llama 2 has it, by their ids: enough to turn ids into text.</summary>
internal sealed class TokenVocabulary
{
    private const string WordStart = "▁";

    private readonly byte[][] _pieces;

    private TokenVocabulary(byte[][] pieces) => _pieces = pieces;

    /// <param name="path">A JSON array of pieces; a piece's id is its place. The first three are special and say nothing.</param>
    internal static TokenVocabulary Load(string path)
    {
        using var stream = File.OpenRead(path);
        var pieces = JsonSerializer.Deserialize<string[]>(stream)!;
        return new TokenVocabulary([.. pieces.Select((piece, id) => id < 3 ? [] : BytesOf(piece))]);
    }

    /// <summary>The text of ids; those beyond the vocabulary say nothing.</summary>
    internal string Decode(IEnumerable<int> ids)
    {
        using var bytes = new MemoryStream();
        foreach (var id in ids.Where(id => id < _pieces.Length))
        {
            bytes.Write(_pieces[id]);
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Trim();
    }

    // Characters that have no piece of their own are written as their bytes: <0xE2><0x82><0xAC>.
    private static byte[] BytesOf(string piece) => piece is ['<', '0', 'x', _, _, '>']
        ? [byte.Parse(piece.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)]
        : Encoding.UTF8.GetBytes(piece.Replace(WordStart, " ", StringComparison.Ordinal));
}
