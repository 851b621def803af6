using System.Runtime.InteropServices;

namespace PostModern.Arrow.Arrays;

/// <summary>Arrow's day-time interval: 8 bytes, the two parts independent of each other.</summary>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct DayTime(int Days, int Milliseconds);
