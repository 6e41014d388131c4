"""Contains all the data models used in inputs/outputs"""

from .acquisition_type import AcquisitionType
from .api_fault import ApiFault
from .billing_type import BillingType
from .key_value_pair import KeyValuePair
from .link import Link
from .offer import Offer
from .offer_additional_properties import OfferAdditionalProperties
from .offer_attestation_properties import OfferAttestationProperties
from .offer_category import OfferCategory
from .offer_links import OfferLinks
from .offer_product import OfferProduct
from .resource_attributes import ResourceAttributes
from .resource_collection_of_offer import ResourceCollectionOfOffer
from .resource_collection_of_offer_category import ResourceCollectionOfOfferCategory
from .resource_links import ResourceLinks
from .supported_billing_cycles import SupportedBillingCycles
from .supported_catalog_types import SupportedCatalogTypes

__all__ = (
    "AcquisitionType",
    "ApiFault",
    "BillingType",
    "KeyValuePair",
    "Link",
    "Offer",
    "OfferAdditionalProperties",
    "OfferAttestationProperties",
    "OfferCategory",
    "OfferLinks",
    "OfferProduct",
    "ResourceAttributes",
    "ResourceCollectionOfOffer",
    "ResourceCollectionOfOfferCategory",
    "ResourceLinks",
    "SupportedBillingCycles",
    "SupportedCatalogTypes",
)
