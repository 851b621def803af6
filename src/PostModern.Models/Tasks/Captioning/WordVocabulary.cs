using System.Text.Json;

namespace PostModern.Models.Tasks.Captioning;

/// <summary>The words of a WordLevel <c>tokenizer.json</c> (Hugging Face tokenizers' format) by their ids.</summary>
internal sealed class WordVocabulary
{
    private readonly string[] _words;

    private WordVocabulary(string[] words) => _words = words;

    /// <summary>The id that a text starts with.</summary>
    internal int Start { get; private init; }

    /// <summary>The id that ends it.</summary>
    internal int End { get; private init; }

    internal static WordVocabulary Load(string path)
    {
        using var stream = File.OpenRead(path);
        using var document = JsonDocument.Parse(stream);
        var ids = document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
        var words = new string[ids.Values.Max() + 1];
        foreach (var (word, id) in ids)
        {
            words[id] = word;
        }

        return new WordVocabulary(words) { Start = ids["<s>"], End = ids["</s>"] };
    }

    internal string Decode(IEnumerable<long> ids) => string.Join(' ', ids.Select(id => _words[id]));
}
