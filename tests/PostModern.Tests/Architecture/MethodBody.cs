using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace PostModern.Tests.Architecture;

/// <summary>The members that a compiled method mentions.</summary>
/// <remarks>ECMA-335 III.1.9: an instruction is one or two bytes of code and an operand whose length follows from the code.</remarks>
internal static class MethodBody
{
    private static readonly Dictionary<int, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value & 0xFFFF);

    /// <summary>Types, methods and fields that <paramref name="method"/> loads, calls, creates or catches; empty when it has no body.</summary>
    public static IEnumerable<MemberInfo> Members(MethodBase method)
    {
        var body = method.GetMethodBody();
        if (body?.GetILAsByteArray() is not { } il)
        {
            return [];
        }

        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        return Tokens(il)
            .Select(token => method.Module.ResolveMember(token, typeArguments, methodArguments)!)
            .Concat(body.LocalVariables.Select(local => local.LocalType))
            .Concat(body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType!));
    }

    private static List<int> Tokens(ReadOnlySpan<byte> il)
    {
        var tokens = new List<int>();
        while (!il.IsEmpty)
        {
            var code = il[0] == 0xFE ? Codes[0xFE00 | il[1]] : Codes[il[0]];
            il = il[code.Size..];
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                tokens.Add(BinaryPrimitives.ReadInt32LittleEndian(il));
            }

            il = il[OperandLength(code, il)..];
        }

        return tokens;
    }

    private static int OperandLength(OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };
}
