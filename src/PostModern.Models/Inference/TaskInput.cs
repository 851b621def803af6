using PostModern.Models.Signatures;

namespace PostModern.Models.Inference;

/// <summary>One row that a task prepares.</summary>
/// <param name="Content">The object's bytes, or a text's UTF-8; borrowed for the call.</param>
/// <param name="Arguments">The row's other arguments in their order, none of them null: texts, numbers, lists as arrays.</param>
/// <param name="Options">The call's options.</param>
internal readonly record struct TaskInput(ReadOnlyMemory<byte> Content, IReadOnlyList<object> Arguments, TaskOptions Options);
