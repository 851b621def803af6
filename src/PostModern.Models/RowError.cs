using PostModern.Arrow.Errors;

namespace PostModern.Models;

/// <summary>Why a row got NULL.</summary>
/// <param name="Row">Its number in the input column, from 0.</param>
/// <param name="Uri">The object; empty for text.</param>
/// <param name="Message">What is wrong with it.</param>
/// <param name="Code">Whose fault it is.</param>
public sealed record RowError(int Row, string Uri, string Message, ErrorCode Code);
