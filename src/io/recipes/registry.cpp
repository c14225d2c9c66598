#include "io/recipes/registry.hpp"

#include <iterator>

#include "io/sheet.hpp"

namespace safeground::io {

const std::vector<Recipe>& recipes() {
    static const std::vector<Recipe> all = [] {
        std::vector<Recipe> made;
        for (auto* list : {&boundary_recipes, &deprivation_recipes, &population_recipes, &crime_recipes,
                           &provision_recipes, &postcode_recipes, &lookup_recipes, &basemap_recipes,
                           &team_recipes, &generic_recipes}) {
            std::vector<Recipe> some = list();
            made.insert(made.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
        }
        return made;
    }();
    return all;
}

}  // namespace safeground::io
