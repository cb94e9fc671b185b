using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Headrace.Manifests.Dash.Reading;

/// <summary>An element that is being read: its attributes as values, with a fault for each that is none.</summary>
internal readonly struct MpdElement(XElement element, MpdFaults faults)
{
    public string Name => element.Name.LocalName;

    /// <summary>Children of a name, at most <see cref="MpdLimits.Elements"/> unless told otherwise.</summary>
    public IEnumerable<MpdElement> Children(string name, int most = MpdLimits.Elements)
    {
        MpdFaults all = faults;
        int count = 0;
        foreach (XElement child in element.Elements(XName.Get(name, MpdWriter.Namespace)))
        {
            if (++count > most)
            {
                all.Add(MpdFaultKind.TooMuch, $"more than {most} of {name}");
                yield break;
            }

            yield return new MpdElement(child, all);
        }
    }

    public string? Text(string name) => element.Attribute(name)?.Value;

    public string Content => element.Value.Trim();

    public string Required(string name, string instead = "")
    {
        if (Text(name) is { } value) return value;
        faults.Add(MpdFaultKind.MissingAttribute, $"{Name}@{name}");
        return instead;
    }

    public long? Number(string name, long least = 0)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= MpdLimits.Ticks) return value;
        faults.Add(MpdFaultKind.Malformed, $"{Name}@{name}=\"{text}\"");
        return null;
    }

    public decimal? Fraction(string name)
    {
        if (Text(name) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out decimal value) && Math.Abs(value) < MpdLimits.DurationSeconds) return value;
        faults.Add(MpdFaultKind.Malformed, $"{Name}@{name}=\"{text}\"");
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text) return null;
        try
        {
            TimeSpan value = XmlConvert.ToTimeSpan(text);
            if (value >= TimeSpan.Zero && value.TotalSeconds <= MpdLimits.DurationSeconds) return value;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            // Said below.
        }

        faults.Add(MpdFaultKind.Malformed, $"{Name}@{name}=\"{text}\"");
        return null;
    }

    public DateTime? Instant(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out DateTime value) && value.Year is > 1900 and < 3000) return value;
        faults.Add(MpdFaultKind.Malformed, $"{Name}@{name}=\"{text}\"");
        return null;
    }

    /// <summary>Reports children that stand before others that belong before them, and those that nobody here knows how to follow.</summary>
    public void CheckOrder(ReadOnlySpan<string> order)
    {
        int at = 0;
        foreach (XElement child in element.Elements())
        {
            string name = child.Name.LocalName;
            if (name is "BaseURL" or "SegmentList" or "SegmentBase") faults.Add(MpdFaultKind.NotRead, $"{name} in {Name}");
            int place = order.IndexOf(name);
            if (place < 0) continue;
            if (place < at) faults.Add(MpdFaultKind.Misplaced, $"{name} in {Name} stands behind {order[at]}");
            at = Math.Max(at, place);
        }
    }

    public void Miss(string child) => faults.Add(MpdFaultKind.MissingElement, $"{child} in {Name}");
}
