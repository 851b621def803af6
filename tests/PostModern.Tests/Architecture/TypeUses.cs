using System.Reflection;

namespace PostModern.Tests.Architecture;

/// <summary>The types that a compiled type mentions: in what it inherits, declares, is marked with, and does.</summary>
/// <remarks>
/// Read from the compiled assembly and not from <c>using</c> lines, because a nested namespace sees its parents without one, and a
/// using may serve a comment only. What the compiler folds away (constants, <c>nameof</c>) leaves no trace and isn't seen.
/// </remarks>
internal static class TypeUses
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Each mentioned type, generics and arrays taken apart; not distinct.</summary>
    public static IEnumerable<Type> Of(Type type)
    {
        var methods = type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)).ToList();
        return Inherited(type)
            .Concat(type.GetFields(Declared).Select(field => field.FieldType))
            .Concat(methods.SelectMany(Signature))
            .Concat(methods.SelectMany(MethodBody.Members).SelectMany(Mentioned))
            .Concat(type.GetMembers(Declared).Append(type).SelectMany(Attributes))
            .SelectMany(Parts);
    }

    private static IEnumerable<Type> Inherited(Type type) =>
        type.GetInterfaces().Concat(type.BaseType is { } parent ? [parent] : []);

    private static IEnumerable<Type> Signature(MethodBase method) =>
        method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method is MethodInfo function ? [function.ReturnType] : []);

    private static IEnumerable<Type> Attributes(MemberInfo member) =>
        member.GetCustomAttributesData().Select(attribute => attribute.AttributeType);

    private static IEnumerable<Type> Mentioned(MemberInfo member) => member switch
    {
        Type type => [type],
        FieldInfo field => [field.DeclaringType!, field.FieldType],
        MethodInfo { IsGenericMethod: true } method => [.. method.GetGenericArguments(), .. Declaring(method)],
        _ => Declaring(member),
    };

    private static Type[] Declaring(MemberInfo member) => member.DeclaringType is { } type ? [type] : [];

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
        {
            return Parts(type.GetElementType()!);
        }

        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition()) : [type];
    }
}
