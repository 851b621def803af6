using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Lake.Objects;

namespace PostModern.Models.Signatures;

/// <summary>One way to call a task in SQL: <c>classify(obj)</c> is one, <c>classify(obj, labels)</c> another.</summary>
/// <remarks>Signatures are compared by identity: each is declared once.</remarks>
public sealed class TaskSignature
{
    /// <param name="function">The SQL function, in lower case.</param>
    /// <param name="resultType">What it answers with; of vectors those of the default model.</param>
    /// <param name="parameters">One of them is the input.</param>
    public TaskSignature(string function, ArrowType resultType, params IReadOnlyList<TaskParameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (Function, ResultType, Parameters) = (function, resultType, parameters);
        InputIndex = parameters.Index().Single(p => p.Item.Role == ParameterRole.Input).Index;
    }

    /// <summary>The SQL function, in lower case.</summary>
    public string Function { get; }

    /// <summary>In their order; options may follow.</summary>
    public IReadOnlyList<TaskParameter> Parameters { get; }

    /// <summary>The parameter that the model looks at.</summary>
    public int InputIndex { get; }

    /// <summary>Other names of the function.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The options that every model knows here; each knows <c>model</c> and <c>on_error</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>How to get a model for it, where none comes with the server; null where one does.</summary>
    public string? Advice { get; init; }

    /// <summary>What a call without options answers with. Another model's vectors may have another length.</summary>
    public ArrowType ResultType { get; }

    /// <summary>What the input is.</summary>
    public InputKind Input => Parameters[InputIndex].Type.Equals(ObjectRef.ArrowType) ? InputKind.Object : InputKind.Text;

    /// <summary>What is looked at: an OBJECT.</summary>
    internal static TaskParameter Object { get; } = new("obj", ObjectRef.ArrowType, ParameterRole.Input);

    /// <summary>What is looked at: a text.</summary>
    internal static TaskParameter Text { get; } = new("text", ArrowTypes.Utf8, ParameterRole.Input);

    internal ServerException Invalid(string what) => new(ErrorCode.InvalidInput, $"{Function}(…) {what}");

    public override string ToString() => $"{Function}({string.Join(", ", Parameters.Select(p => p.Name))})";
}
