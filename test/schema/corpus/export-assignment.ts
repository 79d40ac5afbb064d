export = { whole: 1 };
