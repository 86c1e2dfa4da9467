"""The types of what `import karuta` answers, in one place. `karuta/__init__` loads it once one of them is named."""

from karuta.domain.cancel import CancelToken as CancelToken
from karuta.domain.errors import Cancelled as Cancelled
from karuta.domain.journal import ChangeMade as ChangeMade
from karuta.listings.services.check.listing_line import ListingLine as ListingLine
from karuta.listings.services.check.listing_line import TitleResult as TitleResult
from karuta.listings.services.inventory.make_inventory import InventoryItem as InventoryItem
from karuta.listings.services.inventory.make_inventory import InventoryResult as InventoryResult
from karuta.listings.services.prices.price_guide import PriceResult as PriceResult
from karuta.services.catalogue.add_pack import AddReport as AddReport
from karuta.services.catalogue.browse_cards import CardResult as CardResult
from karuta.services.catalogue.browse_cards import CatalogueInfo as CatalogueInfo
from karuta.services.catalogue.browse_cards import SearchResult as SearchResult
from karuta.services.evaluation.evaluate import EvaluationResult as EvaluationResult
from karuta.services.exports.export_labels import LabelResult as LabelResult
from karuta.services.lookups.photo_result import MatchResult as MatchResult
from karuta.services.lookups.photo_result import PhotoFault as PhotoFault
from karuta.services.lookups.photo_result import PhotoResult as PhotoResult
from karuta.services.lookups.photo_result import SightingResult as SightingResult

Match = MatchResult
Sighting = SightingResult
