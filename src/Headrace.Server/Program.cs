Console.Out.WriteLine("");
