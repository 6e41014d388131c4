from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field
from msgspec import Struct as _Struct
from msgspec import ValidationError as _ValidationError
from msgspec import convert as _convert
from msgspec import field as _member
from msgspec.structs import astuple as _values

from ..models.acquisition_type import AcquisitionType
from ..models.billing_type import BillingType
from ..models.supported_billing_cycles import SupportedBillingCycles
from ..models.supported_catalog_types import SupportedCatalogTypes
from ..types import ABSENT as _ABSENT
from ..types import UNSET, Unset, as_subclass, empty_if_none
from ..types import Model as _Model
from ..types import by_attribute as _by_attribute
from ..types import copied as _copied
from ..types import reader_of as _reader_of
from ..types import set_misfits_apart as _set_misfits_apart

T = TypeVar("T", bound="Offer")


_ACQUISITION_TYPE_MEMBERS = {member.value: member for member in AcquisitionType}
_BILLING_TYPE_MEMBERS = {member.value: member for member in BillingType}
_SUPPORTED_BILLING_CYCLES_MEMBERS = {
    member.value: member for member in SupportedBillingCycles
}
_SUPPORTED_CATALOG_TYPES_MEMBERS = {
    member.value: member for member in SupportedCatalogTypes
}

# Every member of the JSON object that the contract knows, in the order of the attributes, as yet without a value.
_ABSENT_MEMBERS: dict[str, Any] = dict.fromkeys(
    (
        "acquisitionType",
        "actions",
        "additionalProperties",
        "attestationProperties",
        "attributes",
        "billing",
        "category",
        "conversionTargetOffers",
        "country",
        "description",
        "hasAddOns",
        "id",
        "isAddOn",
        "isAutoRenewable",
        "isAvailableForPurchase",
        "isInternal",
        "isMicrosoftProduct",
        "isTrial",
        "limit",
        "limitUnitOfMeasure",
        "links",
        "locale",
        "maximumQuantity",
        "minimumQuantity",
        "name",
        "orderService",
        "prerequisiteOffers",
        "product",
        "providerId",
        "providerLocationId",
        "providerName",
        "rank",
        "reselleeQualifications",
        "resellerQualifications",
        "salesGroupId",
        "supportedBillingCycles",
        "supportedCatalogTypes",
        "term",
        "termUnitOfMeasure",
        "unitType",
        "upgradeTargetOffers",
        "uri",
    ),
    UNSET,
)


@_attrs_define(repr=False)
class Offer(_Model):
    """A product that a partner can offer to its customers, with the terms of sale.

    Attributes:
        acquisition_type: How the offer is acquired.
        actions: The actions of the offer. Recorded values are Cancel and Edit.
        additional_properties_: Further properties of the offer. None is documented, and recorded responses have
            none.
        attestation_properties: The type of an attestation, and whether it is required.
        attributes: The metadata of a resource.
        billing: The unit that the offer is billed by.
        category: A category of offers.
        conversion_target_offers: The ids of the offers that this offer can be converted to.
        country: The country or region in which the offer applies, as a two-letter code.
        description: A description of the offer. It can contain line breaks.
        has_add_ons: Whether the offer has add-ons.
        id: The id of the offer, usually but not always a GUID in upper case.
        is_add_on: Whether the offer is an add-on.
        is_auto_renewable: Whether the offer renews automatically.
        is_available_for_purchase: Whether the offer is available for purchase.
        is_internal: Whether the offer is for internal use only.
        is_microsoft_product: Whether the offer is a product of Microsoft.
        is_trial: Whether the offer is a trial.
        limit: The maximum number of subscriptions to the offer, counted in the unit of limitUnitOfMeasure.
        limit_unit_of_measure: How the limit counts subscriptions. Recorded values are None (no limit), Concurrent
            (those that the customer's tenant has at the same time) and Lifetime (those over the lifetime of the
            tenant).
        links: Links to an offer and to further information about it.
        locale: The locale in which the offer applies, as a culture name in any letter case.
        maximum_quantity: The maximum quantity that can be bought.
        minimum_quantity: The minimum quantity that can be bought.
        name: The name of the offer.
        order_service: The service that takes orders for the offer.
        prerequisite_offers: The ids of the prerequisite offers.
        product: A product, which may have several offers.
        provider_id: The id of the provider of the offer.
        provider_location_id: The id of the location of the provider.
        provider_name: The name of the provider of the offer.
        rank: The rank of the offer among those of the same product line.
        resellee_qualifications: The customer must have one of these qualifications to buy the offer. If there are
            none, any customer can.
        reseller_qualifications: The partner must have one of these qualifications to sell the offer. If there are
            none, any partner can.
        sales_group_id: The sales group of the offer. Offers of different groups go into separate orders.
        supported_billing_cycles: The billing cycles that the offer supports.
        supported_catalog_types: The catalog types that the offer supports.
        term: The length of the term, in the unit of termUnitOfMeasure.
        term_unit_of_measure: The unit of the term. Recorded values are Year, Month and Day.
        unit_type: The type of the unit.
        upgrade_target_offers: The ids of the offers that this offer can be upgraded to. Most recorded offers do not
            have this property.
        uri: A relative reference to the offer. It is not the path of an operation.
    """

    acquisition_type: AcquisitionType | int | str | None | Unset = UNSET
    """ How the offer is acquired. """
    actions: list[str] | None | Unset = UNSET
    """ The actions of the offer. Recorded values are Cancel and Edit. """
    additional_properties_: OfferAdditionalProperties | None | Unset = UNSET
    """ Further properties of the offer. None is documented, and recorded responses have none. """
    attestation_properties: OfferAttestationProperties | None | Unset = UNSET
    """ The type of an attestation, and whether it is required. """
    attributes: ResourceAttributes | None | Unset = UNSET
    """ The metadata of a resource. """
    billing: BillingType | int | str | None | Unset = UNSET
    """ The unit that the offer is billed by. """
    category: OfferCategory | None | Unset = UNSET
    """ A category of offers. """
    conversion_target_offers: list[str] | None | Unset = UNSET
    """ The ids of the offers that this offer can be converted to. """
    country: str | None | Unset = UNSET
    """ The country or region in which the offer applies, as a two-letter code. """
    description: str | None | Unset = UNSET
    """ A description of the offer. It can contain line breaks. """
    has_add_ons: bool | None | Unset = UNSET
    """ Whether the offer has add-ons. """
    id: str | None | Unset = UNSET
    """ The id of the offer, usually but not always a GUID in upper case. """
    is_add_on: bool | None | Unset = UNSET
    """ Whether the offer is an add-on. """
    is_auto_renewable: bool | None | Unset = UNSET
    """ Whether the offer renews automatically. """
    is_available_for_purchase: bool | None | Unset = UNSET
    """ Whether the offer is available for purchase. """
    is_internal: bool | None | Unset = UNSET
    """ Whether the offer is for internal use only. """
    is_microsoft_product: bool | None | Unset = UNSET
    """ Whether the offer is a product of Microsoft. """
    is_trial: bool | None | Unset = UNSET
    """ Whether the offer is a trial. """
    limit: int | None | Unset = UNSET
    """ The maximum number of subscriptions to the offer, counted in the unit of limitUnitOfMeasure. """
    limit_unit_of_measure: str | None | Unset = UNSET
    """ How the limit counts subscriptions. Recorded values are None (no limit), Concurrent (those that the
    customer's tenant has at the same time) and Lifetime (those over the lifetime of the tenant). """
    links: OfferLinks | None | Unset = UNSET
    """ Links to an offer and to further information about it. """
    locale: str | None | Unset = UNSET
    """ The locale in which the offer applies, as a culture name in any letter case. """
    maximum_quantity: int | None | Unset = UNSET
    """ The maximum quantity that can be bought. """
    minimum_quantity: int | None | Unset = UNSET
    """ The minimum quantity that can be bought. """
    name: str | None | Unset = UNSET
    """ The name of the offer. """
    order_service: str | None | Unset = UNSET
    """ The service that takes orders for the offer. """
    prerequisite_offers: list[str] | None | Unset = UNSET
    """ The ids of the prerequisite offers. """
    product: OfferProduct | None | Unset = UNSET
    """ A product, which may have several offers. """
    provider_id: str | None | Unset = UNSET
    """ The id of the provider of the offer. """
    provider_location_id: str | None | Unset = UNSET
    """ The id of the location of the provider. """
    provider_name: str | None | Unset = UNSET
    """ The name of the provider of the offer. """
    rank: int | None | Unset = UNSET
    """ The rank of the offer among those of the same product line. """
    resellee_qualifications: list[str] | None | Unset = UNSET
    """ The customer must have one of these qualifications to buy the offer. If there are none, any customer can.
    """
    reseller_qualifications: list[str] | None | Unset = UNSET
    """ The partner must have one of these qualifications to sell the offer. If there are none, any partner can. """
    sales_group_id: str | None | Unset = UNSET
    """ The sales group of the offer. Offers of different groups go into separate orders. """
    supported_billing_cycles: (
        list[int | str | SupportedBillingCycles] | None | Unset
    ) = UNSET
    """ The billing cycles that the offer supports. """
    supported_catalog_types: list[int | str | SupportedCatalogTypes] | None | Unset = (
        UNSET
    )
    """ The catalog types that the offer supports. """
    term: int | None | Unset = UNSET
    """ The length of the term, in the unit of termUnitOfMeasure. """
    term_unit_of_measure: str | None | Unset = UNSET
    """ The unit of the term. Recorded values are Year, Month and Day. """
    unit_type: str | None | Unset = UNSET
    """ The type of the unit. """
    upgrade_target_offers: list[str] | None | Unset = UNSET
    """ The ids of the offers that this offer can be upgraded to. Most recorded offers do not have this property.
    """
    uri: str | None | Unset = UNSET
    """ A relative reference to the offer. It is not the path of an operation. """
    _additional_properties: dict[str, Any] | None = _attrs_field(
        init=False, default=None, eq=empty_if_none
    )

    def to_dict(self, *, by_alias: bool = True) -> dict[str, Any]:
        """Return the JSON object, with what was kept as it came. Members that are UNSET are left out.

        Args:
            by_alias: Whether members have the names of the contract (`isAddOn`), or those of the attributes (`is_add_on`).
        """
        field_dict: dict[str, Any] = {}
        if self._additional_properties:
            field_dict = _copied(self._additional_properties)

        if self.acquisition_type is not UNSET:
            field_dict["acquisitionType"] = (
                self.acquisition_type._value_
                if isinstance(self.acquisition_type, AcquisitionType)
                else _copied(self.acquisition_type)
            )

        if self.actions is not UNSET:
            field_dict["actions"] = (
                [*self.actions] if isinstance(self.actions, list) else self.actions
            )

        if self.additional_properties_ is not UNSET:
            field_dict["additionalProperties"] = (
                self.additional_properties_.to_dict()
                if isinstance(self.additional_properties_, OfferAdditionalProperties)
                else _copied(self.additional_properties_)
            )

        if self.attestation_properties is not UNSET:
            field_dict["attestationProperties"] = (
                self.attestation_properties.to_dict()
                if isinstance(self.attestation_properties, OfferAttestationProperties)
                else _copied(self.attestation_properties)
            )

        if self.attributes is not UNSET:
            field_dict["attributes"] = (
                self.attributes.to_dict()
                if isinstance(self.attributes, ResourceAttributes)
                else _copied(self.attributes)
            )

        if self.billing is not UNSET:
            field_dict["billing"] = (
                self.billing._value_
                if isinstance(self.billing, BillingType)
                else _copied(self.billing)
            )

        if self.category is not UNSET:
            field_dict["category"] = (
                self.category.to_dict()
                if isinstance(self.category, OfferCategory)
                else _copied(self.category)
            )

        if self.conversion_target_offers is not UNSET:
            field_dict["conversionTargetOffers"] = (
                [*self.conversion_target_offers]
                if isinstance(self.conversion_target_offers, list)
                else self.conversion_target_offers
            )

        if self.country is not UNSET:
            field_dict["country"] = self.country

        if self.description is not UNSET:
            field_dict["description"] = self.description

        if self.has_add_ons is not UNSET:
            field_dict["hasAddOns"] = self.has_add_ons

        if self.id is not UNSET:
            field_dict["id"] = self.id

        if self.is_add_on is not UNSET:
            field_dict["isAddOn"] = self.is_add_on

        if self.is_auto_renewable is not UNSET:
            field_dict["isAutoRenewable"] = self.is_auto_renewable

        if self.is_available_for_purchase is not UNSET:
            field_dict["isAvailableForPurchase"] = self.is_available_for_purchase

        if self.is_internal is not UNSET:
            field_dict["isInternal"] = self.is_internal

        if self.is_microsoft_product is not UNSET:
            field_dict["isMicrosoftProduct"] = self.is_microsoft_product

        if self.is_trial is not UNSET:
            field_dict["isTrial"] = self.is_trial

        if self.limit is not UNSET:
            field_dict["limit"] = self.limit

        if self.limit_unit_of_measure is not UNSET:
            field_dict["limitUnitOfMeasure"] = self.limit_unit_of_measure

        if self.links is not UNSET:
            field_dict["links"] = (
                self.links.to_dict()
                if isinstance(self.links, OfferLinks)
                else _copied(self.links)
            )

        if self.locale is not UNSET:
            field_dict["locale"] = self.locale

        if self.maximum_quantity is not UNSET:
            field_dict["maximumQuantity"] = self.maximum_quantity

        if self.minimum_quantity is not UNSET:
            field_dict["minimumQuantity"] = self.minimum_quantity

        if self.name is not UNSET:
            field_dict["name"] = self.name

        if self.order_service is not UNSET:
            field_dict["orderService"] = self.order_service

        if self.prerequisite_offers is not UNSET:
            field_dict["prerequisiteOffers"] = (
                [*self.prerequisite_offers]
                if isinstance(self.prerequisite_offers, list)
                else self.prerequisite_offers
            )

        if self.product is not UNSET:
            field_dict["product"] = (
                self.product.to_dict()
                if isinstance(self.product, OfferProduct)
                else _copied(self.product)
            )

        if self.provider_id is not UNSET:
            field_dict["providerId"] = self.provider_id

        if self.provider_location_id is not UNSET:
            field_dict["providerLocationId"] = self.provider_location_id

        if self.provider_name is not UNSET:
            field_dict["providerName"] = self.provider_name

        if self.rank is not UNSET:
            field_dict["rank"] = self.rank

        if self.resellee_qualifications is not UNSET:
            field_dict["reselleeQualifications"] = (
                [*self.resellee_qualifications]
                if isinstance(self.resellee_qualifications, list)
                else self.resellee_qualifications
            )

        if self.reseller_qualifications is not UNSET:
            field_dict["resellerQualifications"] = (
                [*self.reseller_qualifications]
                if isinstance(self.reseller_qualifications, list)
                else self.reseller_qualifications
            )

        if self.sales_group_id is not UNSET:
            field_dict["salesGroupId"] = self.sales_group_id

        if self.supported_billing_cycles is not UNSET:
            field_dict["supportedBillingCycles"] = (
                [
                    item._value_
                    if isinstance(item, SupportedBillingCycles)
                    else _copied(item)
                    for item in self.supported_billing_cycles
                ]
                if isinstance(self.supported_billing_cycles, list)
                else _copied(self.supported_billing_cycles)
            )

        if self.supported_catalog_types is not UNSET:
            field_dict["supportedCatalogTypes"] = (
                [
                    item._value_
                    if isinstance(item, SupportedCatalogTypes)
                    else _copied(item)
                    for item in self.supported_catalog_types
                ]
                if isinstance(self.supported_catalog_types, list)
                else _copied(self.supported_catalog_types)
            )

        if self.term is not UNSET:
            field_dict["term"] = self.term

        if self.term_unit_of_measure is not UNSET:
            field_dict["termUnitOfMeasure"] = self.term_unit_of_measure

        if self.unit_type is not UNSET:
            field_dict["unitType"] = self.unit_type

        if self.upgrade_target_offers is not UNSET:
            field_dict["upgradeTargetOffers"] = (
                [*self.upgrade_target_offers]
                if isinstance(self.upgrade_target_offers, list)
                else self.upgrade_target_offers
            )

        if self.uri is not UNSET:
            field_dict["uri"] = self.uri

        return (
            field_dict if by_alias else _by_attribute(self, field_dict, _ABSENT_MEMBERS)
        )

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        """Read a JSON object. What does not fit the contract is kept as it came, and unknown members are kept too.

        Raises:
            TypeError: If src_dict is not a mapping.
        """
        if cls is not Offer:
            return as_subclass(cls, Offer.from_dict(src_dict))
        try:
            return as_subclass(cls, _convert(src_dict, Offer_Json).to_model())
        except (_ValidationError, UnicodeError):
            pass  # something in it does not conform to the contract, or is a lone surrogate

        all_members = {**_ABSENT_MEMBERS, **src_dict}
        unknown_members = None
        if len(all_members) > len(_ABSENT_MEMBERS):
            unknown_members = {
                name: all_members.pop(name)
                for name in src_dict
                if name not in _ABSENT_MEMBERS
            }

        offer = object.__new__(cls)
        (
            offer.acquisition_type,
            offer.actions,
            offer.additional_properties_,
            offer.attestation_properties,
            offer.attributes,
            offer.billing,
            offer.category,
            offer.conversion_target_offers,
            offer.country,
            offer.description,
            offer.has_add_ons,
            offer.id,
            offer.is_add_on,
            offer.is_auto_renewable,
            offer.is_available_for_purchase,
            offer.is_internal,
            offer.is_microsoft_product,
            offer.is_trial,
            offer.limit,
            offer.limit_unit_of_measure,
            offer.links,
            offer.locale,
            offer.maximum_quantity,
            offer.minimum_quantity,
            offer.name,
            offer.order_service,
            offer.prerequisite_offers,
            offer.product,
            offer.provider_id,
            offer.provider_location_id,
            offer.provider_name,
            offer.rank,
            offer.resellee_qualifications,
            offer.reseller_qualifications,
            offer.sales_group_id,
            offer.supported_billing_cycles,
            offer.supported_catalog_types,
            offer.term,
            offer.term_unit_of_measure,
            offer.unit_type,
            offer.upgrade_target_offers,
            offer.uri,
        ) = all_members.values()
        if isinstance(offer.acquisition_type, str):
            offer.acquisition_type = _ACQUISITION_TYPE_MEMBERS.get(
                offer.acquisition_type, offer.acquisition_type
            )

        if isinstance(offer.additional_properties_, dict):
            offer.additional_properties_ = _offer_additional_properties_from_dict(
                offer.additional_properties_
            )

        if isinstance(offer.attestation_properties, dict):
            offer.attestation_properties = _offer_attestation_properties_from_dict(
                offer.attestation_properties
            )

        if isinstance(offer.attributes, dict):
            offer.attributes = _resource_attributes_from_dict(offer.attributes)

        if isinstance(offer.billing, str):
            offer.billing = _BILLING_TYPE_MEMBERS.get(offer.billing, offer.billing)

        if isinstance(offer.category, dict):
            offer.category = _offer_category_from_dict(offer.category)

        if isinstance(offer.links, dict):
            offer.links = _offer_links_from_dict(offer.links)

        if isinstance(offer.product, dict):
            offer.product = _offer_product_from_dict(offer.product)

        if (
            isinstance(offer.supported_billing_cycles, list)
            and offer.supported_billing_cycles
        ):
            offer.supported_billing_cycles = [
                _SUPPORTED_BILLING_CYCLES_MEMBERS.get(item, item)
                if isinstance(item, str)
                else item
                for item in offer.supported_billing_cycles
            ]

        if (
            isinstance(offer.supported_catalog_types, list)
            and offer.supported_catalog_types
        ):
            offer.supported_catalog_types = [
                _SUPPORTED_CATALOG_TYPES_MEMBERS.get(item, item)
                if isinstance(item, str)
                else item
                for item in offer.supported_catalog_types
            ]

        offer._additional_properties = unknown_members

        _set_misfits_apart(offer, _ABSENT_MEMBERS)
        return offer

    @classmethod
    def from_conforming_json(cls: type[T], data: bytes) -> T:
        """Read a JSON text that conforms to the contract, in about half the time of from_dict().

        Members that the contract does not know are kept, up to 64 names in a process and three levels of depth.

        Raises:
            msgspec.DecodeError: If data is not JSON, or does not conform to the contract. from_dict() reads the latter.
            UnicodeDecodeError: If a string is not UTF-8.
        """
        return as_subclass(cls, _reader_of(Offer_Json).read(data))

    @property
    def additional_properties(self) -> dict[str, Any]:
        """The members that the contract does not know."""
        if self._additional_properties is None:
            self._additional_properties = {}
        return self._additional_properties

    @additional_properties.setter
    def additional_properties(self, value: dict[str, Any]) -> None:
        self._additional_properties = value

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties


class Offer_Json(_Struct, gc=False, kw_only=True, forbid_unknown_fields=True):
    """The JSON object of which a model is made, as long as it keeps to the contract: msgspec.json.decode() reads it."""

    acquisition_type: str | int | None = _member(
        name="acquisitionType", default=_ABSENT
    )
    actions: list[str] | None = _member(name="actions", default=_ABSENT)
    additional_properties_: OfferAdditionalProperties_Json | None = _member(
        name="additionalProperties", default=_ABSENT
    )
    attestation_properties: OfferAttestationProperties_Json | None = _member(
        name="attestationProperties", default=_ABSENT
    )
    attributes: ResourceAttributes_Json | None = _member(
        name="attributes", default=_ABSENT
    )
    billing: str | int | None = _member(name="billing", default=_ABSENT)
    category: OfferCategory_Json | None = _member(name="category", default=_ABSENT)
    conversion_target_offers: list[str] | None = _member(
        name="conversionTargetOffers", default=_ABSENT
    )
    country: str | None = _member(name="country", default=_ABSENT)
    description: str | None = _member(name="description", default=_ABSENT)
    has_add_ons: bool | None = _member(name="hasAddOns", default=_ABSENT)
    id: str | None = _member(name="id", default=_ABSENT)
    is_add_on: bool | None = _member(name="isAddOn", default=_ABSENT)
    is_auto_renewable: bool | None = _member(name="isAutoRenewable", default=_ABSENT)
    is_available_for_purchase: bool | None = _member(
        name="isAvailableForPurchase", default=_ABSENT
    )
    is_internal: bool | None = _member(name="isInternal", default=_ABSENT)
    is_microsoft_product: bool | None = _member(
        name="isMicrosoftProduct", default=_ABSENT
    )
    is_trial: bool | None = _member(name="isTrial", default=_ABSENT)
    limit: int | None = _member(name="limit", default=_ABSENT)
    limit_unit_of_measure: str | None = _member(
        name="limitUnitOfMeasure", default=_ABSENT
    )
    links: OfferLinks_Json | None = _member(name="links", default=_ABSENT)
    locale: str | None = _member(name="locale", default=_ABSENT)
    maximum_quantity: int | None = _member(name="maximumQuantity", default=_ABSENT)
    minimum_quantity: int | None = _member(name="minimumQuantity", default=_ABSENT)
    name: str | None = _member(name="name", default=_ABSENT)
    order_service: str | None = _member(name="orderService", default=_ABSENT)
    prerequisite_offers: list[str] | None = _member(
        name="prerequisiteOffers", default=_ABSENT
    )
    product: OfferProduct_Json | None = _member(name="product", default=_ABSENT)
    provider_id: str | None = _member(name="providerId", default=_ABSENT)
    provider_location_id: str | None = _member(
        name="providerLocationId", default=_ABSENT
    )
    provider_name: str | None = _member(name="providerName", default=_ABSENT)
    rank: int | None = _member(name="rank", default=_ABSENT)
    resellee_qualifications: list[str] | None = _member(
        name="reselleeQualifications", default=_ABSENT
    )
    reseller_qualifications: list[str] | None = _member(
        name="resellerQualifications", default=_ABSENT
    )
    sales_group_id: str | None = _member(name="salesGroupId", default=_ABSENT)
    supported_billing_cycles: list[str | int] | None = _member(
        name="supportedBillingCycles", default=_ABSENT
    )
    supported_catalog_types: list[str | int] | None = _member(
        name="supportedCatalogTypes", default=_ABSENT
    )
    term: int | None = _member(name="term", default=_ABSENT)
    term_unit_of_measure: str | None = _member(
        name="termUnitOfMeasure", default=_ABSENT
    )
    unit_type: str | None = _member(name="unitType", default=_ABSENT)
    upgrade_target_offers: list[str] | None = _member(
        name="upgradeTargetOffers", default=_ABSENT
    )
    uri: str | None = _member(name="uri", default=_ABSENT)

    KEEPS_UNKNOWN_MEMBERS = True

    def to_model(self, values: tuple[Any, ...] | None = None) -> Offer:
        """Make the model, as from_dict() makes it, of the values of this struct."""
        offer = object.__new__(Offer)
        (
            _acquisition_type,
            offer.actions,
            _additional_properties_,
            _attestation_properties,
            _attributes,
            _billing,
            _category,
            offer.conversion_target_offers,
            offer.country,
            offer.description,
            offer.has_add_ons,
            offer.id,
            offer.is_add_on,
            offer.is_auto_renewable,
            offer.is_available_for_purchase,
            offer.is_internal,
            offer.is_microsoft_product,
            offer.is_trial,
            offer.limit,
            offer.limit_unit_of_measure,
            _links,
            offer.locale,
            offer.maximum_quantity,
            offer.minimum_quantity,
            offer.name,
            offer.order_service,
            offer.prerequisite_offers,
            _product,
            offer.provider_id,
            offer.provider_location_id,
            offer.provider_name,
            offer.rank,
            offer.resellee_qualifications,
            offer.reseller_qualifications,
            offer.sales_group_id,
            _supported_billing_cycles,
            _supported_catalog_types,
            offer.term,
            offer.term_unit_of_measure,
            offer.unit_type,
            offer.upgrade_target_offers,
            offer.uri,
        ) = values or _values(self)
        offer.acquisition_type = _ACQUISITION_TYPE_MEMBERS.get(
            _acquisition_type, _acquisition_type
        )
        offer.additional_properties_ = (
            _additional_properties_.to_model()
            if _additional_properties_
            else _additional_properties_
        )
        offer.attestation_properties = (
            _attestation_properties.to_model()
            if _attestation_properties
            else _attestation_properties
        )
        offer.attributes = _attributes.to_model() if _attributes else _attributes
        offer.billing = _BILLING_TYPE_MEMBERS.get(_billing, _billing)
        offer.category = _category.to_model() if _category else _category
        offer.links = _links.to_model() if _links else _links
        offer.product = _product.to_model() if _product else _product
        offer.supported_billing_cycles = (
            [
                _SUPPORTED_BILLING_CYCLES_MEMBERS.get(item, item)
                for item in _supported_billing_cycles
            ]
            if _supported_billing_cycles
            else _supported_billing_cycles
        )
        offer.supported_catalog_types = (
            [
                _SUPPORTED_CATALOG_TYPES_MEMBERS.get(item, item)
                for item in _supported_catalog_types
            ]
            if _supported_catalog_types
            else _supported_catalog_types
        )
        offer._additional_properties = None
        return offer


# Imported last, because models may refer to each other in a circle.
from ..models.offer_additional_properties import (
    OfferAdditionalProperties,  # noqa: E402
    OfferAdditionalProperties_Json,  # noqa: E402
)
from ..models.offer_attestation_properties import (
    OfferAttestationProperties,  # noqa: E402
    OfferAttestationProperties_Json,  # noqa: E402
)
from ..models.offer_category import (
    OfferCategory,  # noqa: E402
    OfferCategory_Json,  # noqa: E402
)
from ..models.offer_links import (
    OfferLinks,  # noqa: E402
    OfferLinks_Json,  # noqa: E402
)
from ..models.offer_product import (
    OfferProduct,  # noqa: E402
    OfferProduct_Json,  # noqa: E402
)
from ..models.resource_attributes import (
    ResourceAttributes,  # noqa: E402
    ResourceAttributes_Json,  # noqa: E402
)

# Bound once, because from_dict() of a small model takes hardly longer than to look it up.
_offer_additional_properties_from_dict = OfferAdditionalProperties.from_dict
_offer_attestation_properties_from_dict = OfferAttestationProperties.from_dict
_offer_category_from_dict = OfferCategory.from_dict
_offer_links_from_dict = OfferLinks.from_dict
_offer_product_from_dict = OfferProduct.from_dict
_resource_attributes_from_dict = ResourceAttributes.from_dict
