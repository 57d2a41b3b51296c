"""The methods of the Web API that the bot calls, each a function of the workspace."""
