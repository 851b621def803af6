namespace PostModern.Lake.Delta;

/// <summary>How this software names itself in logs.</summary>
public static class EngineInfo
{
    public static string Text { get; } = $"PostModern/{typeof(EngineInfo).Assembly.GetName().Version?.ToString(3)}";
}
