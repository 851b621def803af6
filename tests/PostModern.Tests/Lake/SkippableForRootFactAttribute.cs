namespace PostModern.Tests.Lake;

/// <summary>A test of file permissions, which the superuser has no part in.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SkippableForRootFactAttribute() : ConditionalFactAttribute(Environment.IsPrivilegedProcess ? "The superuser may read everything." : null);
