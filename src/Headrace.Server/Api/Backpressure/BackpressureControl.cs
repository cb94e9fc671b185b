using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api.Backpressure;

/// <summary>What an operator does about a stream's pressure.</summary>
/// <param name="Action"><c>set_pressure</c>, <c>reset</c> or <c>drop_gop</c>.</param>
/// <param name="Pressure">With <c>set_pressure</c>: <c>normal</c>, <c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>, or the part of the stream's memory that is to count as used, from 0 to 1.</param>
internal sealed record BackpressureControl(string Action, string? Pressure)
{
    private const string SetPressure = "set_pressure";
    private const string Reset = "reset";
    private const string DropGop = "drop_gop";

    /// <summary>Reads the body.</summary>
    internal static bool TryRead(MappingNode body, [NotNullWhen(true)] out BackpressureControl? control, [NotNullWhen(false)] out ApiProblem? problem)
    {
        control = null;
        string action = (body["action"] as ScalarNode)?.Text ?? "";
        string? pressure = (body["pressure"] as ScalarNode)?.Text;
        problem = action switch
        {
            SetPressure when pressure is null || (!IsLevel(pressure, out _) && !IsPart(pressure, out _)) =>
                Problems.InvalidRequest("pressure must be normal, low, medium, high or critical, or a number from 0 to 1."),
            SetPressure or Reset or DropGop => null,
            _ => Problems.InvalidRequest($"action must be {SetPressure}, {Reset} or {DropGop}."),
        };
        if (problem is null) control = new BackpressureControl(action, pressure);
        return problem is null;
    }

    /// <summary>Does it.</summary>
    internal void Apply(LiveStream stream)
    {
        switch (Action)
        {
            case DropGop:
                stream.DropGop();
                break;
            case Reset:
                stream.SetPressure(PressureLevel.Normal);
                break;
            default:
                stream.SetPressure(IsPart(Pressure!, out double part) ? stream.Options.Backpressure.LevelOf(part) : IsLevel(Pressure!, out PressureLevel level) ? level : PressureLevel.Normal);
                break;
        }
    }

    private static bool IsLevel(string text, out PressureLevel level) => Enum.TryParse(text, ignoreCase: true, out level) && char.IsAsciiLetter(text[0]);

    private static bool IsPart(string text, out double part) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out part) && part <= 1;
}
