using System.Reflection;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Makes objects of structs: the members go to the parameters of a constructor by their names, whatever the case and with or without underscores.</summary>
internal sealed class RecordFactory
{
    private readonly ConstructorInfo _constructor;
    private readonly (ColumnReader Member, ParameterInfo Parameter)[] _parts;

    private RecordFactory(ConstructorInfo constructor, (ColumnReader, ParameterInfo)[] parts) => (_constructor, _parts) = (constructor, parts);

    /// <summary>Null when no public constructor takes all of the members and nothing else.</summary>
    public static RecordFactory? TryCreate(Type target, ColumnReader[] members)
    {
        foreach (var constructor in target.IsAbstract ? [] : target.GetConstructors())
        {
            if (TryMatch(constructor.GetParameters(), members) is { } parts)
            {
                return new RecordFactory(constructor, parts);
            }
        }

        return null;
    }

    /// <exception cref="InvalidCastException">A member is NULL, and its parameter has no room for that; or it is of another kind.</exception>
    public object Create(int row)
    {
        var values = new object?[_parts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Value(_parts[i].Member, _parts[i].Parameter, row);
        }

        return _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, values, null);
    }

    private static object? Value(ColumnReader member, ParameterInfo parameter, int row)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType);
        return !member.IsNull(row) ? FieldValue.Get(member, row, type ?? parameter.ParameterType)
            : type is not null || !parameter.ParameterType.IsValueType ? null
            : throw new InvalidCastException($"The member '{member.Field.Name}' is NULL, and {parameter.Member.DeclaringType} has no room for that.");
    }

    private static (ColumnReader, ParameterInfo)[]? TryMatch(ParameterInfo[] parameters, ColumnReader[] members)
    {
        if (parameters.Length != members.Length)
        {
            return null;
        }

        var parts = new (ColumnReader, ParameterInfo)[parameters.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Array.Find(members, member => Plain(member.Field) == Plain(parameters[i].Name!)) is not { } member)
            {
                return null;
            }

            parts[i] = (member, parameters[i]);
        }

        return parts;
    }

    private static string Plain(Field field) => Plain(field.Name);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
