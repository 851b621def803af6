using System.Text.Json;
using PostModern.Models.Json;

namespace PostModern.Models.Tokenizers;

/// <summary>A token that is found in the text before anything else.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">What stands in the text.</param>
/// <param name="IsSpecial">Whether it is no text, such as the sign for a text's end.</param>
/// <param name="IsNormalized">Whether it is looked for after normalisation.</param>
/// <param name="SingleWord">Whether it may not touch other word characters.</param>
/// <param name="StripsLeft">Whether it takes white space before it.</param>
/// <param name="StripsRight">Whether it takes white space after it.</param>
internal sealed record AddedToken(
    int Id, string Content, bool IsSpecial, bool IsNormalized, bool SingleWord, bool StripsLeft, bool StripsRight)
{
    internal static AddedToken Read(JsonElement json) => new(
        json.GetProperty("id").GetInt32(),
        json.Text("content"),
        json.Flag("special", false),
        json.Flag("normalized", !json.Flag("special", false)),
        json.Flag("single_word", false),
        json.Flag("lstrip", false),
        json.Flag("rstrip", false));
}
