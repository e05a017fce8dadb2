// Pieces of JavaScript that the parser accepts, in the vocabulary of plugins.
#pragma once
#include <random>
#include <string>

using Random = std::minstd_rand;

std::string RandomExpression(Random& random);
std::string RandomStatement(Random& random);
