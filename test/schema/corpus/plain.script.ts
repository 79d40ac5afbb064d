statement;
